// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/worklist/study_possible.h"
#include "core/worklist/worklist_export.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestWorklistExport final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Journal> m_journal;
    QString m_out;

    /// A journal whose files have these names, all but the last with findings.
    void journalOf(const QStringList& names)
    {
        auto journal = Journal::create(m_folder->filePath(u"journal"_s), toyJob());
        REQUIRE(journal);
        m_journal = *std::move(journal);
        REQUIRE(m_journal->addListing([&](const Journal::AddEntry& add) -> Result<void> {
            for (const QString& name : names)
                if (auto added = add(entry(name)); !added)
                    return added;
            return {};
        }));
        std::vector<ScreenedStudy> studies;
        for (qint64 number = 1; number < names.size(); ++number)
            studies.push_back(judged(*m_journal->study(number)));
        REQUIRE(m_journal->record(studies, {}));
    }

    [[nodiscard]] QByteArray content() const
    {
        QFile file(m_out);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    [[nodiscard]] QByteArray csv(bool withIdentifiers = false) const
    {
        const auto written = writeWorklistCsv(*m_journal, m_out, {withIdentifiers});
        return written ? content() : written.error().message.toUtf8();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_out = m_folder->filePath(u"worklist"_s);
    }

    void objectsHaveColumns()
    {
        journalOf({u"a.dcm"_s, u"b.dcm"_s, u"c.dcm"_s});
        ResultColumns results;
        results.kinds = {u"sr"_s, u"sc"_s};
        results.rows[2][u"sc"_s] = {u"=b.sc.dcm"_s, u"2.25.7"_s};
        REQUIRE(writeWorklistCsv(*m_journal, m_out, {true, &results}));
        const auto table = parseCsv(content());
        REQUIRE(table);
        const QStringList header = table->header;
        QCOMPARE(header.mid(header.size() - 4),
                 (QStringList{u"sr_file"_s, u"sr_uid"_s, u"sc_file"_s, u"sc_uid"_s}));
        for (const QStringList& row : table->rows) {
            const bool isSecond = row.first() == u"b.dcm"_s;
            QCOMPARE(row.mid(row.size() - 4),
                     (isSecond ? QStringList{{}, {}, u"'=b.sc.dcm"_s, u"2.25.7"_s}
                               : QStringList{{}, {}, {}, {}}));
        }
        const auto line = QJsonDocument::fromJson(
            worklistJsonLine(*m_journal->study(2), m_journal->job(), {false, &results}));
        QVERIFY(line[u"results"_s][u"sr"_s].isNull());
        QCOMPARE(line[u"results"_s][u"sc"_s][u"sop_instance_uid"_s].toString(), u"2.25.7"_s);
    }

    void controlCharactersDoNotReachATable()
    {
        journalOf({u"a\x1b[2J.dcm"_s, u"b\u202E.dcm"_s, u"c.dcm"_s});
        ScreenedStudy study = judged(*m_journal->study(1));
        study.warnings = {u"Body part \x1b]0;title\a\u009b31m."_s};
        study.patientName = u"=1+1\x1b"_s;
        REQUIRE(m_journal->record(std::vector{study}, {}));
        REQUIRE(m_journal->setVerdict(2, Verdict::Agree, u"\x7f\b"_s));
        const QString table = QString::fromUtf8(csv(true));
        for (const QChar c : table)
            QVERIFY2(c.isPrint() || c == u'\n' || c == u'\r',
                     qPrintable(QString::number(c.unicode(), 16)));
        QVERIFY(table.contains(u"a\u241B[2J.dcm"_s) && table.contains(u"'=1+1\u241B"_s));
    }

    void csvToTheByte()
    {
        journalOf({u"a.dcm"_s, u"b.dcm"_s, u"c.dcm"_s});
        REQUIRE(m_journal->setVerdict(2, Verdict::Disagree, u"see, \"left\""_s));
        const QByteArray sha(64, 'a');
        const QByteArray warnings = "\"Lateral view. Second, \"\"quoted\"\"\nline.\"";
        // Probabilities are floats: 1/97 and 2/97.
        const QByteArray expected
            = "file,status,reason,label,urgency,p_normal,p_pneumonia,"
              "positive,warnings,view,verdict,comment,model_sha256,notes,possible\r\n"
              "b.dcm,ok,,normal,0.010309279,0.979381442,0.0206185561,no,"
            + warnings + ",PA,disagree,\"see, \"\"left\"\"\"," + sha
            + ",window-replaced,\r\n"
              "a.dcm,ok,,normal,0.00515463948,0.989690721,0.010309278,no,"
            + warnings + ",PA,,," + sha
            + ",window-replaced,\r\n"
              "c.dcm,queued,,,,,,,,,,,"
            + sha + ",,\r\n";
        QCOMPARE(csv(), expected);
    }

    /// Studies 1 to 3 have p_normal 0.99, 0.98, 0.97; study 4 waits.
    void possibleClassesOfAModelWithSets()
    {
        journalOf({u"a.dcm"_s, u"b.dcm"_s, u"c.dcm"_s, u"d.dcm"_s});
        ScreeningJob job = m_journal->job();
        const ScreenedStudy first = *m_journal->study(1);
        QVERIFY(!possibleOf(first, job));
        QVERIFY(doubtOf(first, job).isEmpty());
        job.predictionSets = PredictionSets{0.9, 1, {0.5, 0.5}, {40, 40}};
        QCOMPARE(*possibleOf(first, job), std::vector<int>{0});
        QVERIFY(doubtOf(first, job).isEmpty());
        QVERIFY(!possibleOf(*m_journal->study(4), job));
        job.predictionSets->floors = {0.5, 0.001};
        QCOMPARE(*possibleOf(first, job), (std::vector<int>{0, 1}));
        QVERIFY(doubtOf(first, job).contains(u"does not know which"_s));
        job.predictionSets->floors = {0.999, 0.999};
        QVERIFY(possibleOf(first, job)->empty());
        QVERIFY(doubtOf(first, job).contains(u"no class is possible"_s));
    }

    void possibleClassesAreKeptWithTheBatch()
    {
        ScreeningJob job = toyJob();
        job.predictionSets = PredictionSets{0.9, 1.25, {0.5, 0.001}, {40, 41}};
        const QString path = m_folder->filePath(u"with sets"_s);
        REQUIRE(Journal::create(path, job));
        auto journal = Journal::open(path);
        REQUIRE(journal);
        QVERIFY((*journal)->job() == job);
        m_journal = *std::move(journal);
        REQUIRE(m_journal->addListing(
            [&](const Journal::AddEntry& add) { return add(entry(u"a.dcm"_s)); }));
        const ScreenedStudy study = judged(*m_journal->study(1));
        REQUIRE(m_journal->record(std::span(&study, 1), {}));
        QVERIFY(csv().contains(",normal|pneumonia\r\n"));
        const QByteArray line = worklistJsonLine(study, job, {});
        QVERIFY(line.contains(R"("possible":["normal","pneumonia"])"));
    }

    /// What version 1 wrote, without the last column, is still a worklist that may be replaced.
    void replacesAnEarlierVersionsWorklist()
    {
        QFile file(m_out);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("file,status,reason,label,urgency,p_a,positive,warnings,view,verdict,comment,"
                   "model_sha256\r\n");
        file.close();
        QVERIFY(checkWorklistTarget(m_out, Existing::Keep));
    }

    void namesOfAnyKindComeBack()
    {
        const QStringList names{u"comma, quote\" and\nnewline"_s, u"carriage\rreturn"_s,
                                u"Jürgen/日本.dcm"_s, u" spaces "_s, u"last"_s};
        journalOf(names);
        const auto table = parseCsv(csv());
        REQUIRE(table);
        QStringList files;
        for (const QStringList& row : table->rows)
            files << row[0];
        for (const QString& name : names)
            QVERIFY2(files.contains(name), qPrintable(name));
        QCOMPARE(table->rows.size(), std::size_t{5});
    }

    void formulasAreMadeHarmless()
    {
        const QStringList formulas{u"=HYPERLINK(\"http://evil\")"_s,
                                   u"+1+cmd|' /C calc'!A0"_s,
                                   u"-2+3"_s,
                                   u"@SUM(A1)"_s,
                                   u"\t=1"_s,
                                   u"\r=1"_s,
                                   u"last"_s};
        journalOf(formulas);
        REQUIRE(m_journal->setVerdict(1, Verdict::Agree, u"=comment"_s));
        ScreenedStudy study = judged(*m_journal->study(2));
        study.patientId = u"=id"_s;
        study.patientName = u"@name"_s;
        study.warnings = {u"-warning"_s};
        REQUIRE(m_journal->record(std::span(&study, 1), {}));
        const auto table = parseCsv(csv(true));
        REQUIRE(table);
        int harmless = 0;
        for (const QStringList& row : table->rows)
            for (const QString& field : row) {
                QVERIFY2(field.isEmpty() || !u"=+-@\t\r"_s.contains(field[0]), qPrintable(field));
                harmless += field.startsWith(u'\'');
            }
        QCOMPARE(harmless, 6 + 4);
    }

    void identifiersOnlyWhenAskedFor()
    {
        journalOf({u"a.dcm"_s, u"b.dcm"_s});
        const QByteArray without = csv();
        QVERIFY(!without.contains("P1") && !without.contains("M\xc3\xbcller"));
        QVERIFY(!without.contains("2026-11-23") && !without.contains("patient"));
        const QByteArray with = csv(true);
        QVERIFY(with.contains(",patient_id,patient_name,study_date\r\n"));
        QVERIFY(with.contains(",P1,M\xc3\xbcller^\xc3\x84nne,2026-11-23\r\n"));
        const auto others = QFile::ReadGroup | QFile::ReadOther;
        QVERIFY(!(QFile::permissions(m_out) & others));

        const auto study = m_journal->study(1);
        const QByteArray json = worklistJsonLine(*study, m_journal->job());
        QVERIFY(!json.contains("P1") && !json.contains("patient") && !json.contains("2026-11-23"));
        QVERIFY(
            worklistJsonLine(*study, m_journal->job(), {true}).contains("\"patient_id\":\"P1\""));
    }

    void aWorklistFromBeforeTheNotesIsOneToo()
    {
        journalOf({u"a.dcm"_s, u"b.dcm"_s});
        QByteArray older = csv();
        const auto keep = checkWorklistTarget(m_out, Existing::Keep);
        QVERIFY2(keep, keep ? "" : qPrintable(keep.error().message));
        older.replace(",notes", "").replace(",window-replaced", "");
        REQUIRE(writeFileAtomically(m_out, older));
        const auto still = checkWorklistTarget(m_out, Existing::Keep);
        QVERIFY2(still, still ? "" : qPrintable(still.error().message));
    }

    void jsonLines()
    {
        journalOf({u"a\n\"b\".dcm"_s, u"b.dcm"_s});
        REQUIRE(m_journal->setVerdict(1, Verdict::Unsure, u"hm"_s));
        REQUIRE(writeWorklistJsonLines(*m_journal, m_out));
        const QByteArrayList lines = content().split('\n');
        QCOMPARE(lines.size(), 3); // and nothing behind the last line's end
        QCOMPARE(lines.back(), QByteArray());
        const QJsonObject found = QJsonDocument::fromJson(lines[0]).object();
        const auto value = [&](const char* key) { return found[QString::fromLatin1(key)]; };
        QCOMPARE(value("file").toString(), u"a\n\"b\".dcm"_s);
        QCOMPARE(value("status").toString(), u"ok"_s);
        QCOMPARE(value("number").toInt(), 1);
        QCOMPARE(value("label").toString(), u"normal"_s);
        QCOMPARE(value("threshold").toDouble(), 0.31);
        QCOMPARE(value("positive").toBool(true), false);
        QCOMPARE(value("verdict").toString(), u"unsure"_s);
        QCOMPARE(value("comment").toString(), u"hm"_s);
        QCOMPARE(value("warnings").toArray().size(), 2);
        const QJsonObject note = value("notes").toArray().first().toObject();
        QCOMPARE(note[u"code"_s].toString(), u"window-replaced"_s);
        QCOMPARE(note[u"text"_s], value("warnings").toArray().last());
        QCOMPARE(value("model").toObject()[u"name"_s].toString(), u"toy"_s);
        QCOMPARE(value("milliseconds").toObject()[u"total"_s].toDouble(), 12.5);
        const QJsonObject p = value("probabilities").toObject();
        QCOMPARE(float(p[u"pneumonia"_s].toDouble()), 1.F / 97);
        QVERIFY(value("reason").isNull());
        QVERIFY(value("urgency").isDouble());

        const QJsonObject queued = QJsonDocument::fromJson(lines[1]).object();
        QCOMPARE(queued[u"status"_s].toString(), u"queued"_s);
        for (const char* key : {"label", "probabilities", "positive", "urgency", "view",
                                "milliseconds", "verdict", "comment"})
            QVERIFY2(queued[QString::fromLatin1(key)].isNull(), key);
    }

    void aFileThatCannotBeWrittenKeepsTheOld()
    {
        journalOf({u"a"_s, u"b"_s});
        m_out = m_folder->filePath(u"no/such/folder"_s);
        const auto written = writeWorklistCsv(*m_journal, m_out);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
        QVERIFY(written.error().message.contains(m_out));
    }
};

QTEST_GUILESS_MAIN(TestWorklistExport)
#include "test_worklist_export.moc"
