// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and jobs as they are kept, and whole files. The first byte of an input says which.
#include "core/notes/note_store.h"
#include "core/worklist/internal/study_row.h"
#include "core/worklist/journal.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/input_reader.h"

#include <QFile>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

void readMap(const QByteArray& blob)
{
    const PlacedMap map = mapFromStored(blob);
    expect(map.isEmpty()
               || static_cast<std::size_t>(map.map.width) * static_cast<std::size_t>(map.map.height)
                   == map.map.values.size(),
           "a map has as many values as it says");
    expect(map.isEmpty() || storedMap(map) == blob.left(storedMap(map).size()),
           "what is written can be read again");
    expect(floatsFromStored(blob).size() == static_cast<std::size_t>(blob.size()) / sizeof(float),
           "every whole number is read");
}

void readJob(const QByteArray& json)
{
    const QByteArray token = unpackTokenOf(json);
    expect(token.isEmpty() || unpackTokenOf(withUnpackToken(json, token)) == token,
           "what is written can be read again");
    expect(companionsOf(json).total() >= 0, "nothing is left out less than no times");
    const auto job = jobFromJson(json);
    if (!job)
        return;
    expect(job->shard >= 1 && job->shard <= job->shards, "a shard is one of them");
    expect(job->threshold >= 0, "a threshold is a probability");
    const auto again = jobFromJson(jobToJson(*job));
    expect(again.has_value() && jobToJson(*again) == jobToJson(*job),
           "what is written can be read again");
}

/// The bytes as a file; its path.
QString written(const QByteArray& bytes)
{
    const QString path = emptyFolder().pathOf("database");
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write %s", qPrintable(path));
    return path;
}

/// Like a window that opens a journal and reads all of it.
Result<void> readAll(const QString& path)
{
    const auto journal = Journal::open(path);
    if (!journal)
        return journal.error();
    if (const auto counts = (*journal)->counts(); !counts)
        return counts.error();
    if (const auto counts = (*journal)->identityCounts(); !counts)
        return counts.error();
    const auto changes = (*journal)->changesAfter(0, 100);
    if (!changes)
        return changes.error();
    for (const Journal::Change& change : *changes)
        if (const auto picture = (*journal)->thumbnail(change.study.number); !picture)
            return picture.error();
    return (*journal)->forEachByUrgency([](const ScreenedStudy&) { return Result<void>(); });
}

void readJournalFile(const QByteArray& bytes)
{
    if (const auto done = readAll(written(bytes)); !done)
        expectSentence(done.error());
}

void readNoteFile(const QByteArray& bytes)
{
    const auto store = NoteStore::open(written(bytes));
    if (!store)
        return expectSentence(store.error());
    const auto note = (*store)->find(QString(64, u'a'));
    if (!note)
        expectSentence(note.error());
    const auto paths = (*store)->pathsToPlace();
    if (!paths)
        expectSentence(paths.error());
}

} // namespace

void readJournals(const QByteArray& input)
{
    constexpr std::array kinds = {&readMap, &readJob, &readJournalFile, &readNoteFile};
    InputReader reader(input);
    const int kind = reader.choice(static_cast<int>(kinds.size()));
    kinds[static_cast<std::size_t>(kind)](reader.rest());
}

} // namespace ccad::fuzz
