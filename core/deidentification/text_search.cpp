// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/text_search.h"

#include "core/base/files.h"
#include "core/deidentification/deidentifier.h"
#include "core/deidentification/pixels/burned_in_text.h"
#include "core/imaging/dicom/dicom_reader.h"
#include "core/imaging/reading/guarded_read.h"

using namespace Qt::StringLiterals;

namespace ccad {

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
    const imaging::ReadGuard guard({}, cancel);
    TextSearch search;
    const auto read
        = imaging::readGuarded(path, guard, [&](const QByteArray& content) -> Result<void> {
              if (auto ok = checkIsDicom(content); !ok)
                  return ok;
              auto found = searchText(content, guard);
              if (!found)
                  return found.error();
              search = *std::move(found);
              return {};
          });
    if (!read)
        return namedAsPeopleDo(read.error(), path, file);
    return search;
}

} // namespace ccad
