// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/guarded_read.h"

#include "core/base/files.h"
#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/pictures/picture_header.h"
#include "core/imaging/reading/foreign_formats.h"

#include <QFileInfo>

#include <exception>
#include <new>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Exceptions of DCMTK, OpenCV and std end here.
Result<void> caught(const std::function<Result<void>()>& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::TooLarge, u"there is not enough memory for it"_s, {}};
    } catch (const std::exception& exception) {
        return broken(u"its decoder gave up (%1)"_s.arg(
            QString::fromLocal8Bit(exception.what()).simplified()));
    }
}

} // namespace

Result<FileFormat> recognise(const QByteArray& content)
{
    if (content.isEmpty())
        return broken(u"it is empty"_s);
    // A DICOM preamble may hold the begin of a TIFF file (PS3.10 7.1), so DICM goes first.
    const bool hasPreamble = content.mid(128, 4) == "DICM";
    if (!hasPreamble) {
        if (const auto format = pictureFormat(content))
            return *format;
    }
    if (looksLikeDicom(content))
        return FileFormat::Dicom;
    const QString foreign = foreignFormat(content);
    if (!foreign.isEmpty())
        return unsupported(u"it is %1; DICOM, PNG, JPEG, BMP and TIFF can be read"_s.arg(foreign));
    return unsupported(u"it is neither DICOM nor PNG, JPEG, BMP or TIFF"_s);
}

Result<void> readGuarded(const QByteArray& content, const QString& path, const ReadGuard& guard,
                         const ContentReader& read)
{
    const auto done = caught([&]() -> Result<void> {
        if (auto ok = guard.check(u"reading the file"_s); !ok)
            return ok;
        return read(content);
    });
    if (done)
        return {};
    // The parts speak in clauses; the file's name makes them a sentence.
    Error error = done.error();
    error.message = u"Cannot read %1: %2."_s.arg(QFileInfo(path).fileName(), error.message);
    error.context = error.context.isEmpty() ? path : path + u", "_s + error.context;
    return error;
}

Result<void> readGuarded(const QString& path, const ReadGuard& guard, const ContentReader& read)
{
    const auto content = readFile(path, guard.limits().maxFileBytes);
    if (!content)
        return content.error();
    return readGuarded(*content, path, guard, read);
}

} // namespace ccad::imaging
