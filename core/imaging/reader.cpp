// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reader.h"

#include "core/base/files.h"
#include "core/imaging/dicom_reader.h"
#include "core/imaging/dicom_scan.h"
#include "core/imaging/guarded_read.h"
#include "core/imaging/picture_header.h"
#include "core/imaging/picture_identity.h"
#include "core/imaging/picture_reader.h"

#include <QFileInfo>

#include <algorithm>
#include <exception>
#include <new>

using namespace Qt::StringLiterals;

namespace ccad {

namespace imaging {

ReadGuard::ReadGuard(const ReadLimits& limits, const CancelToken& cancel)
    : m_limits(limits), m_cancel(cancel)
{
    m_clock.start();
}

Result<void> ReadGuard::check(const QString& stage) const
{
    if (m_cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"reading was cancelled"_s, {}};
    if (m_clock.elapsed() > m_limits.timeoutMs)
        return Error{ErrorCode::TimedOut,
                     u"it took longer than %1 ms (while %2)"_s.arg(m_limits.timeoutMs).arg(stage),
                     {}};
    return {};
}

Result<void> ReadGuard::checkSize(qint64 columns, qint64 rows) const
{
    if (columns <= 0 || rows <= 0)
        return broken(u"it declares %1 x %2 pixels"_s.arg(columns).arg(rows));
    // Divided, not multiplied: a product of two declared sizes may overflow.
    if (columns > m_limits.maxPixels / rows)
        return Error{
            ErrorCode::TooLarge,
            u"it declares %1 x %2 pixels, more than the limit of %3"_s.arg(columns).arg(rows).arg(
                m_limits.maxPixels),
            {}};
    return {};
}

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

Result<ReducedRadiograph> readContent(const QByteArray& content, const ReadSize& size,
                                      const ReadGuard& guard)
{
    const auto format = recognise(content);
    if (!format)
        return format.error();
    return *format == FileFormat::Dicom ? readDicom(content, size, guard)
                                        : readPicture(content, *format, size, guard);
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
    return unsupported(u"it is neither DICOM nor PNG, JPEG, BMP or TIFF"_s);
}

Result<void> readGuarded(const QString& path, const ReadGuard& guard,
                         const std::function<Result<void>(const QByteArray&)>& read)
{
    // Never more than the file itself: a buffer of the limit's size would cost address space.
    const qint64 size = QFileInfo(path).size();
    const auto content
        = readFile(path, std::min(guard.limits().maxFileBytes, std::max<qint64>(size, 1)));
    if (!content)
        return content.error();
    const auto done = caught([&]() -> Result<void> {
        if (auto ok = guard.check(u"reading the file"_s); !ok)
            return ok;
        return read(*content);
    });
    if (done)
        return {};
    // The parts speak in clauses; the file's name makes them a sentence.
    Error error = done.error();
    error.message = u"Cannot read %1: %2."_s.arg(QFileInfo(path).fileName(), error.message);
    error.context = error.context.isEmpty() ? path : path + u", "_s + error.context;
    return error;
}

} // namespace imaging

Result<Radiograph> readRadiograph(const QString& path, const ReadLimits& limits,
                                  const CancelToken& cancel)
{
    auto read = readReduced(path, {}, limits, cancel);
    if (!read)
        return read.error();
    return std::move(read->radiograph);
}

Result<ReducedRadiograph> readReduced(const QString& path, const ReadSize& size,
                                      const ReadLimits& limits, const CancelToken& cancel)
{
    const imaging::ReadGuard guard(limits, cancel);
    ReducedRadiograph reduced;
    const auto done
        = imaging::readGuarded(path, guard, [&](const QByteArray& content) -> Result<void> {
              auto read = imaging::readContent(content, size, guard);
              if (!read)
                  return read.error();
              reduced = *std::move(read);
              if (!size.withHash)
                  return {};
              if (imaging::isUsableUid(reduced.radiograph.sopInstanceUid))
                  reduced.pictureSha256 = imaging::pictureSha256(reduced);
              else
                  reduced.contentSha256 = sha256Hex(content);
              return {};
          });
    if (!done)
        return done.error();
    return reduced;
}

} // namespace ccad
