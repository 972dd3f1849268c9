// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/deidentification/mapping.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace ccad {

/// What happens where text seems to be burnt into a film.
enum class TextPolicy
{
    Ask, ///< the boxes are told, and the film is not written
    Leave, ///< nobody looks, pixels stay
    BlankFound, ///< what was found is blanked
    BlankListed, ///< the boxes of a list are blanked; a film that is not in it is asked about
};

struct DeidFolderRequest
{
    QString folder; ///< where new files go
    DeidOptions options;
    QByteArray key; ///< of Pseudonyms
    TextPolicy policy = TextPolicy::Ask;
    /// By the file that they belong to, as it is named to add(); an empty list: somebody looked and
    /// there is no text.
    QHash<QString, std::vector<PixelBox>> listed;
    Existing existing = Existing::Keep;
};

/// What became of a file.
struct DeidFile
{
    QString written; ///< its path within the folder; empty: it waits for somebody to look at it
    std::vector<PixelBox> boxes; ///< text that was found, or blanked
    QStringList notes;
};

/// De-identifies files into a folder: PSEUDONYM/NAME.dcm, where neither says anything about the
/// patient.
class DeidFolder
{
public:
    /// Reads the tables. Errors: those of ActionTable::load, InvalidArgument.
    [[nodiscard]] static Result<DeidFolder>
    open(DeidFolderRequest request, const QString& tables = ActionTable::defaultFolder());

    /// `file`: how people call it, in messages and in the list of boxes; `path`: where its bytes
    /// are. Errors, as sentences: those of deidentify() and of readFile; AlreadyExists,
    /// WriteFailed.
    [[nodiscard]] Result<DeidFile> add(const QString& file, const QString& path,
                                       const CancelToken& cancel = {});
    [[nodiscard]] const DeidMapping& mapping() const { return m_mapping; }

private:
    DeidFolder(DeidFolderRequest request, ActionTable table)
        : m_request(std::move(request)), m_table(std::move(table)), m_pseudonyms(m_request.key)
    {
    }
    [[nodiscard]] Result<void> decide(const QString& file, const QByteArray& content,
                                      const imaging::ReadGuard& guard, DeidRequest& asked,
                                      DeidFile& report) const;
    [[nodiscard]] Result<void> write(const Deidentified& done, DeidFile& report);

    DeidFolderRequest m_request;
    ActionTable m_table;
    Pseudonyms m_pseudonyms;
    DeidMapping m_mapping;
    QSet<QString> m_written; ///< names of this run's files, below the folder
};

/// A list of boxes as CSV: file, left, top, width, height; a row without numbers: no text there.
[[nodiscard]] QByteArray boxesToCsv(const QHash<QString, std::vector<PixelBox>>& boxes);
/// Errors: FileBroken (names the line).
[[nodiscard]] Result<QHash<QString, std::vector<PixelBox>>> boxesFromCsv(const QByteArray& csv);

} // namespace ccad
