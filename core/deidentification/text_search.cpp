// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/text_search.h"

#include "core/base/files.h"
#include "core/deidentification/deidentifier.h"
#include "core/deidentification/pixels/burned_in_text.h"
#include "core/imaging/dicom/dicom_reader.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/isolation/decoding_service.h"

#include <QDataStream>
#include <QIODevice>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QByteArray bytesOf(const TextSearch& search)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << search.hasPicture << search.notes;
    for (const PixelBox& box : search.boxes)
        stream << box.left << box.top << box.width << box.height;
    return bytes;
}

/// Believes nothing.
std::optional<TextSearch> searchFrom(const QByteArray& bytes)
{
    constexpr int longest = 65535; // rows and columns of DICOM
    constexpr auto isInside
        = [](int begin, int size) { return begin >= 0 && size > 0 && size <= longest - begin; };
    TextSearch search;
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    stream >> search.hasPicture >> search.notes;
    while (stream.status() == QDataStream::Ok && !stream.atEnd()) {
        PixelBox box;
        stream >> box.left >> box.top >> box.width >> box.height;
        if (!isInside(box.left, box.width) || !isInside(box.top, box.height))
            return std::nullopt;
        search.boxes.push_back(box);
    }
    return stream.status() == QDataStream::Ok ? std::optional(search) : std::nullopt;
}

} // namespace

Result<TextSearch> searchText(const QByteArray& content, const imaging::ReadGuard& guard)
{
    const auto read = imaging::readDicom(content, {}, guard);
    if (!read && read.error().code == ErrorCode::Refused)
        return TextSearch{};
    if (!read) {
        Error error = read.error();
        error.message = u"its pixels cannot be searched for text, since %1"_s.arg(error.message);
        return error;
    }
    TextSearch search;
    search.hasPicture = true;
    search.boxes = findBurnedInText(read->radiograph);
    const ReaderNotes& notes = read->radiograph.notes;
    for (const ReaderNote& note : notes.coded())
        if (note.code == NoteCode::Frames)
            search.notes << u"Text was looked for in its first frame alone."_s;
    return search;
}

Result<TextSearch> searchText(const QString& file, const QString& path, const CancelToken& cancel)
{
    const auto bytes = decoding().content(ForeignKind::BurnedInText, path, cancel);
    if (!bytes)
        return namedAsPeopleDo(bytes.error(), path, file);
    if (auto search = searchFrom(*bytes))
        return *std::move(search);
    return namedAsPeopleDo(DecodingService::nonsense(path, u"text that cannot be"_s), path, file);
}

Result<QByteArray> searchTextBytes(const QByteArray& content, const QString& path,
                                   const ReadLimits& limits)
{
    const imaging::ReadGuard guard(limits, {});
    QByteArray bytes;
    const auto read
        = imaging::readGuarded(content, path, guard, [&](const QByteArray& whole) -> Result<void> {
              if (auto ok = checkIsDicom(whole); !ok)
                  return ok;
              const auto found = searchText(whole, guard);
              if (!found)
                  return found.error();
              bytes = bytesOf(*found);
              return {};
          });
    return read ? Result<QByteArray>(bytes) : read.error();
}

} // namespace ccad
