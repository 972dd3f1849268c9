// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/internal/journal_database.h"

using namespace Qt::StringLiterals;

namespace ccad {

const SqliteWords& journalWords()
{
    static const SqliteWords words{
        u"journal"_s, u"Put back a copy of it, or screen the files anew into another journal."_s,
        u"CCAD writes to a journal even to read it; copy it to a folder of your "
        "own."_s};
    return words;
}

Result<std::unique_ptr<JournalDatabase>> openJournalDatabase(const QString& path)
{
    return JournalDatabase::open(path, journalWords());
}

} // namespace ccad
