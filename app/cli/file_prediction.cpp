// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/file_prediction.h"

#include "core/base/files.h"
#include "core/imaging/display_lut.h"
#include "core/isolation/decoding_service.h"
#include "core/overlay/plane_drawing.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

constexpr double overlayOpacity = 0.5;

double elapsedMs(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

} // namespace

ReadSize readSizeFor(const Classifier& classifier)
{
    ReadSize size = classifier.preprocessor().readSize();
    size.withHash = true;
    return size;
}

OverlayWriter::OverlayWriter(QString folder, Existing existing)
    : m_folder(std::move(folder)), m_existing(existing)
{
}

Result<void> OverlayWriter::prepare() const
{
    if (QDir().mkpath(m_folder))
        return {};
    return Error{ErrorCode::WriteFailed, u"Cannot create the folder %1."_s.arg(m_folder), m_folder};
}

QString OverlayWriter::freshPath(const QString& file)
{
    // The whole name stays in it: "a.dcm" and "a.png" differ, and neither is overwritten when the
    // folder is the one that the studies lie in.
    const QString base = QFileInfo(file).fileName();
    QString name = fittingFileName(base, u".saliency.png"_s);
    for (int copy = 2; m_used.contains(name); ++copy)
        name = fittingFileName(base, u".saliency-%1.png"_s.arg(copy));
    m_used.insert(name);
    return QDir(m_folder).filePath(name);
}

Result<void> OverlayWriter::write(const NamedFile& file, const ReducedRadiograph& reduced,
                                  const Finding& finding, const CancelToken& cancel)
{
    const auto whole = reduced.isWhole() ? Result<Radiograph>(reduced.radiograph)
                                         : decoding().radiograph(file.path, cancel);
    if (!whole)
        return whole.error();
    const Radiograph& radiograph = *whole;
    const GrayImage8 picture = DisplayLut(radiograph, radiograph.initialVoi).apply8(radiograph);
    OverlayImage overlay = renderOverlay(finding.map, picture.width, picture.height,
                                         ColourMap::Inferno, overlayOpacity);
    addPlanes(overlay, radiograph.planes);
    return writeOverlayPng(freshPath(file.file), picture, overlay, m_existing);
}

FilePrediction predictFile(const NamedFile& file, const Classifier& classifier,
                           OverlayWriter* overlays, const CancelToken& cancel)
{
    FilePrediction prediction;
    prediction.file = file.file;
    if (file.problem) {
        prediction.judgement = judgementOf(*file.problem);
        return prediction;
    }
    QElapsedTimer timer;
    timer.start();
    const auto reduced = decoding().reduced(file.path, readSizeFor(classifier), cancel);
    const double decodeMs = elapsedMs(timer);
    if (reduced) {
        prediction.decodeMs = decodeMs;
        prediction.view = reduced->radiograph.view;
        prediction.spacing = reduced->radiograph.spacing;
        prediction.film = filmIdentityOf(*reduced);
    }
    Judgement& judgement = prediction.judgement;
    judgement = reduced ? judge(reduced, decodeMs, classifier)
                        : judgementOf(namedAsPeopleDo(reduced.error(), file.path, file.file));
    if (overlays != nullptr && judgement.finding) {
        timer.restart();
        const auto written = overlays->write(file, *reduced, *judgement.finding, cancel);
        judgement.finding->timings.addDrawing(elapsedMs(timer));
        if (!written) {
            // The finding is told all the same.
            auto finding = std::exchange(judgement.finding, std::nullopt);
            judgement = judgementOf(written.error());
            judgement.finding = std::move(finding);
        }
    }
    return prediction;
}

} // namespace ccad::cli
