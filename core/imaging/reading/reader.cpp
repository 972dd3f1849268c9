// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/reader.h"

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/imaging/dicom/dicom_reader.h"
#include "core/imaging/picture_identity.h"
#include "core/imaging/pictures/picture_reader.h"
#include "core/imaging/reading/guarded_read.h"

namespace ccad {

namespace imaging {

namespace {

Result<ReducedRadiograph> readContent(const QByteArray& content, const ReadSize& size,
                                      const ReadGuard& guard)
{
    const auto format = recognise(content);
    if (!format)
        return format.error();
    return *format == FileFormat::Dicom ? readDicom(content, size, guard)
                                        : readPicture(content, *format, size, guard);
}

/// Reads a content into `reduced`, which has to live as long.
ContentReader readerInto(ReducedRadiograph& reduced, const ReadSize& size, const ReadGuard& guard)
{
    return [&reduced, size, &guard](const QByteArray& content) -> Result<void> {
        auto read = readContent(content, size, guard);
        if (!read)
            return read.error();
        reduced = *std::move(read);
        if (!size.withHash)
            return {};
        if (isUsableUid(reduced.radiograph.sopInstanceUid))
            addPictureHashes(reduced);
        else
            reduced.contentSha256 = sha256Hex(content);
        return {};
    };
}

} // namespace

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
    const auto done = imaging::readGuarded(path, guard, imaging::readerInto(reduced, size, guard));
    if (!done)
        return done.error();
    return reduced;
}

Result<ReducedRadiograph> readReducedContent(const QByteArray& content, const QString& path,
                                             const ReadSize& size, const ReadLimits& limits)
{
    const imaging::ReadGuard guard(limits, {});
    ReducedRadiograph reduced;
    const auto done
        = imaging::readGuarded(content, path, guard, imaging::readerInto(reduced, size, guard));
    if (!done)
        return done.error();
    return reduced;
}

} // namespace ccad
