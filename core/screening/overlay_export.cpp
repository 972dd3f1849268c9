// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/overlay_export.h"

#include "core/isolation/decoding_service.h"
#include "core/overlay/plane_drawing.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Result<void> writeOverlay(const ScreenedStudy& study, const OverlayExport& options,
                          const CancelToken& cancel)
{
    const auto radiograph = decoding().radiograph(study.path, cancel);
    if (!radiograph)
        return radiograph.error();
    const GrayImage8 picture = DisplayLut(*radiograph, radiograph->initialVoi).apply8(*radiograph);
    OverlayImage overlay
        = renderOverlay(study.map, picture.width, picture.height, options.colours, options.opacity);
    addPlanes(overlay, radiograph->planes);
    return writeOverlayPng(QDir(options.folder).filePath(overlayFileName(study)), picture, overlay,
                           options.existing);
}

} // namespace

QString overlayFileName(const ScreenedStudy& study)
{
    // The number keeps files of one name in several folders apart and the list in its order.
    const QString number = u"%1-"_s.arg(study.number, 6, 10, QLatin1Char('0'));
    const QString suffix = u".saliency.png"_s;
    const QString name = QFileInfo(study.file).fileName();
    // The number takes room, too, though it stands before the name.
    return number + fittingFileName(name, suffix + number).chopped(number.size());
}

Result<OverlaysWritten> writeOverlays(const std::vector<ScreenedStudy>& studies,
                                      const OverlayExport& options, const CancelToken& cancel,
                                      const Progress& progress)
{
    if (!QDir().mkpath(options.folder))
        return Error{ErrorCode::WriteFailed, u"Cannot create the folder %1."_s.arg(options.folder),
                     options.folder};
    OverlaysWritten written;
    qint64 done = 0;
    for (const ScreenedStudy& study : studies) {
        if (cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"Writing the overlays was cancelled."_s,
                         options.folder};
        if (progress)
            progress(++done, qint64(studies.size()), study.file);
        if (study.map.isEmpty())
            continue;
        const auto drawn = writeOverlay(study, options, cancel);
        written.count += drawn ? 1 : 0;
        if (drawn)
            continue;
        written.problems << drawn.error().message;
        written.inTheWay += drawn.error().code == ErrorCode::AlreadyExists ? 1 : 0;
    }
    return written;
}

} // namespace ccad
