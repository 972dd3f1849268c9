// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/facts_json.h"
#include "core/notes/note_store.h"
#include "core/worklist/internal/study_row.h"
#include "tests/core/worklist/journal_fixture.h"
#include "tests/fuzz/check_answers.h"
#include "tests/fuzz/hostile_script.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/seeds.h"
#include "tests/support/picture_resolutions.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cstddef>
#include <functional>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

using namespace isolation;

Radiograph plainFacts()
{
    Radiograph facts;
    facts.columns = 64;
    facts.rows = 48;
    facts.bits = bitDepth<12>;
    facts.vois = {VoiTable{-7, bitDepth<10>, {0, 1, 1023}, u"curve"_s},
                  VoiWindow{40, 400, VoiFunction::LinearExact, {}}};
    facts.initialVoi = facts.vois.back();
    facts.spacing = PixelSpacing{0.143, 0.143, SpacingSource::ImagerPixelSpacing, 1};
    facts.patientAgeYears = 57.25;
    facts.sopInstanceUid = u"1.2.3"_s;
    facts.notes.add(NoteCode::Frames, u"The file holds 2 frames."_s);
    return facts;
}

QByteArray factsOf(const Radiograph& radiograph)
{
    const QJsonObject json{{u"facts"_s, factsToJson(radiograph)},
                           {u"identity"_s, u"uid:1.2.3 "_s + QString(64, u'0')}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Answer goodAnswer(int inputSide)
{
    Answer answer;
    answer.kind = AnswerKind::Study;
    answer.thumbnailWidth = thumbnailSide;
    answer.thumbnailHeight = thumbnailSide * 3 / 4;
    answer.imageWidth = inputSide;
    answer.imageHeight = inputSide;
    answer.decodeMs = 3;
    return answer;
}

QByteArray bytesOf(const Answer& answer)
{
    return {reinterpret_cast<const char*>(&answer), sizeof(answer)};
}

/// The bytes of a file that `make` writes.
QByteArray written(const std::function<void(const QString& path)>& make)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"database"_s);
    make(path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %s", qPrintable(path));
    return file.readAll();
}

void makeJournal(const QString& path)
{
    constexpr int rows = 4;
    const auto journal = test::newJournal(path, rows);
    std::vector<ScreenedStudy> studies;
    for (int row = 1; row < rows; ++row)
        studies.push_back(
            test::filmRow(*journal, row, u"1.2.%1"_s.arg(row / 2), QString(64, u'0')));
    const std::vector<QByteArray> thumbnails(studies.size(), "a picture");
    if (auto done = journal->record(studies, thumbnails); !done)
        qFatal("%s", qPrintable(done.error().message));
    if (auto done = journal->setVerdict(1, Verdict::Agree, u"seen"_s); !done)
        qFatal("%s", qPrintable(done.error().message));
}

void makeNotes(const QString& path)
{
    const auto store = NoteStore::open(path);
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    const StudyNote note{u"Consolidation"_s, {{Measurement::Kind::Length, {{1, 2}, {3, 4}}}}};
    if (auto done = (*store)->write({QString(64, u'a'), u"1.2.3"_s}, note); !done)
        qFatal("%s", qPrintable(done.error().message));
}

QByteArray aPicture()
{
    constexpr int side = 8;
    return test::bmpOf({side, side, std::vector<std::uint8_t>(side * side, 0x41)}, {1, 1});
}

QByteArray act(HostileAct act, const QByteArray& more = {})
{
    return QByteArray(1, static_cast<char>(act)) + more;
}

/// Fields of an answer behind its magic and number.
QByteArray answering(Answer answer, qsizetype factsBytes)
{
    answer.factsBytes = static_cast<quint32>(factsBytes);
    return act(HostileAct::Answer, blockOf(bytesOf(answer).mid(offsetof(Answer, kind))));
}

} // namespace

std::vector<Seed> answerSeeds()
{
    Radiograph tables = plainFacts();
    tables.initialVoi = tables.vois.front();
    Radiograph refused = plainFacts();
    refused.refusal = u"It is a hand."_s;
    refused.stored = StoredSize{32, 48};
    Answer failure;
    const QByteArray plain(1, '\0');
    const QByteArray crops(1, '\2');
    return {
        {u"study"_s, plain + bytesOf(goodAnswer(answerSide)) + factsOf(plainFacts())},
        {u"study_with_table"_s, crops + bytesOf(goodAnswer(answerSide)) + factsOf(tables)},
        {u"study_refused"_s, plain + bytesOf(goodAnswer(answerSide)) + factsOf(refused)},
        {u"failure"_s,
         plain + bytesOf(failure)
             + failureJson({ErrorCode::FileBroken, u"Cannot read a.dcm: it is empty."_s, {}})},
    };
}

std::vector<Seed> journalSeeds()
{
    const auto of = [](char kind, const QByteArray& bytes) { return QByteArray(1, kind) + bytes; };
    PlacedMap map;
    map.map = {2, 3, {0, 0.25F, 0.5F, 0.75F, 1, 0.1F}};
    map.window = {0.1, 0, 0.8, 1};
    ScreeningJob sets = test::toyJob(2, 3);
    sets.predictionSets = PredictionSets{0.9, 1.5, {0.1, 0.2}, {40, 60}};
    CompanionCounts counts;
    counts.add(Companion::System, 3);
    return {
        {u"map"_s, of(0, storedMap(map))},
        {u"job"_s, of(1, jobToJson(test::toyJob()))},
        {u"job_with_sets"_s,
         of(1, withCompanions(withUnpackToken(jobToJson(sets), QByteArray(32, 'a')), counts))},
        {u"journal"_s, of(2, written(&makeJournal))},
        {u"notes"_s, of(3, written(&makeNotes))},
        {u"empty_file"_s, of(2, {})},
    };
}

std::vector<Seed> protocolSeeds()
{
    const QByteArray facts = factsOf(plainFacts());
    const QByteArray writing = act(HostileAct::WriteFacts, blockOf(facts))
        + act(HostileAct::WriteInput, QByteArray("\0\x3E", 2));
    const QByteArray failure = failureJson({ErrorCode::Unsupported, u"It is a poem."_s, {}});
    const QByteArray parent(1, '\0');
    const QByteArray child(1, '\1');
    const QByteArray sound = child + '\1'; // a sound set-up
    return {
        {u"answer"_s, parent + writing + answering(goodAnswer(protocolSide), facts.size())},
        {u"answer_then_end"_s,
         parent + writing + answering(goodAnswer(protocolSide), facts.size())
             + act(HostileAct::Exit, "\7")},
        {u"failure"_s,
         parent + act(HostileAct::WriteFacts, blockOf(failure))
             + answering(Answer{}, failure.size())},
        {u"no_memory"_s, parent + act(HostileAct::NoteNoMemory) + act(HostileAct::Signal, "\1")},
        {u"crash"_s, parent + act(HostileAct::Signal, QByteArray(1, '\0'))},
        {u"killed"_s, parent + act(HostileAct::Signal, "\2")},
        {u"short_packet"_s, parent + act(HostileAct::Packet, blockOf("short"))},
        {u"long_packet"_s, parent + act(HostileAct::Packet, blockOf(QByteArray(9000, 'x')))},
        {u"mute"_s, parent + act(HostileAct::Wait)},
        {u"no_answer"_s, parent},
        {u"request"_s,
         sound + '\1' + '\1' + blockOf("/a.bmp") + QByteArray("\7\0", 2) + blockOf(aPicture())
             + '\1'},
        {u"request_of_nothing"_s,
         sound + '\0' + '\1' + blockOf("/a.dcm") + QByteArray("\7\0", 2) + blockOf({}) + '\1'},
        {u"request_without_file"_s,
         sound + '\0' + '\1' + blockOf("/a.dcm") + QByteArray(2, '\0') + blockOf({}) + '\0'},
        {u"request_that_lies"_s,
         sound + '\0' + '\0' + blockOf(QByteArray::fromHex("01000000ffff0000")) + blockOf({})
             + '\1'},
        {u"setup_that_lies"_s, child + QByteArray(3, '\0') + blockOf("{}") + '\0'},
        {u"setup_of_another_version"_s,
         child + QByteArray("\0\0\1", 3) + blockOf("{\"input_size\":32}") + '\0'},
        {u"setup_cut_off"_s,
         child + QByteArray(3, '\0') + blockOf({}) + '\1' + QByteArray("\x20\0", 2)},
    };
}

} // namespace ccad::fuzz
