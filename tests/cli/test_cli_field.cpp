// SPDX-License-Identifier: GPL-3.0-or-later
// Folders, sticks, archives, names and locales as they come from the field.
#include "core/worklist/journal.h"
#include "tests/cli/cli_run.h"
#include "tests/cli/screen_run.h"
#include "tests/core/intake/zip_writer.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <string>

#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

QByteArray studyOf(int number)
{
    return chestDicom([number](DcmDataset& dataset) {
        const std::string uid = "1.2.826.0.1.3680043.10.1.9." + std::to_string(number);
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid.c_str());
    });
}

} // namespace

class TestCliField final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;
    QString m_stick; ///< two studies among companions

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }

    void write(const QString& name, const QByteArray& content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(at(name)).path()));
        QVERIFY(writeFileAtomically(at(name), content));
    }

    [[nodiscard]] CliRun screen(const QStringList& paths, const QString& out,
                                const std::vector<std::pair<QString, QString>>& variables
                                = {}) const
    {
        return runCli(
            QStringList{u"screen"_s, u"--json"_s, u"--model"_s, m_model, u"--out"_s, out, u"--"_s}
                + paths,
            variables);
    }

    /// Compiles a locale in which a comma parts the decimals and messages are German; empty where
    /// the system cannot.
    [[nodiscard]] QString germanLocales() const
    {
        const QString localedef = QStandardPaths::findExecutable(u"localedef"_s);
        const QString folder = at(u"locales"_s);
        if (localedef.isEmpty() || !QDir().mkpath(folder))
            return {};
        for (const char* charset : {"UTF-8", "ISO-8859-1"})
            if (QProcess::execute(localedef,
                                  {u"--no-archive"_s, u"-i"_s, u"de_DE"_s, u"-f"_s,
                                   QString::fromLatin1(charset),
                                   u"%1/de_DE.%2"_s.arg(folder, QString::fromLatin1(charset))})
                != 0)
                return {};
        return folder;
    }

    /// How many rows the journal of a running batch has, and how many of them are judged.
    [[nodiscard]] static JournalCounts countsOf(const QString& out)
    {
        const auto journal = Journal::open(out + u".journal"_s);
        const auto counts = journal ? (*journal)->counts() : Result<JournalCounts>(journal.error());
        return counts ? *counts : JournalCounts();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = at(u"model"_s);
        QVERIFY(saveModelPackage(quickPackage(), m_model));
        m_stick = at(u"stick"_s);
        write(u"stick/DICOM/PAT1/IM0001"_s, studyOf(1));
        write(u"stick/DICOM/PAT2/IM0001"_s, studyOf(2));
        write(u"stick/DICOM/PAT1/.hidden.dcm"_s, studyOf(3));
        for (const char* name :
             {"autorun.inf", "viewer.exe", "README.TXT", "VERSION", "DICOM/LOCKFILE",
              "DICOM/PAT1/._IM0001", "DICOM/PAT1/.DS_Store", "DICOM/PAT2/Thumbs.db",
              "DICOM/PAT2/IM2.dcm.part", "@eaDir/DICOM/SYNOPHOTO_THUMB_M.jpg"})
            write(u"stick/"_s + QString::fromLatin1(name), "no study");
    }

    void companionsOfAStickAreOneLine_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("screen") << u"screen"_s;
        QTest::newRow("predict") << u"predict"_s;
    }

    void companionsOfAStickAreOneLine()
    {
        QFETCH(QString, command);
        const CliRun run = command == u"screen"
            ? screen({m_stick}, at(u"stick.csv"_s))
            : runCli({u"predict"_s, u"--json"_s, u"--model"_s, m_model, m_stick});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.json().size(), std::size_t{2});
        QCOMPARE(run.messages.count(
                     u"11 files and folders are no studies and were left out: 4 hidden or of the "
                     "system, 1 unfinished copy, 1 lock or backup, 4 programs or documents, 1 "
                     "folder hidden or of the system, with all that is in it."_s),
                 1);
    }

    void aNamedFileIsTriedWhateverItsName()
    {
        const QString hidden = m_stick + u"/DICOM/PAT1/.hidden.dcm"_s;
        const CliRun run = screen({hidden}, at(u"hidden.csv"_s));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.json().size(), std::size_t{1});
        QVERIFY(!run.messages.contains(u"left out"_s));
    }

    void aBadMemberOfAnArchiveIsOneRow()
    {
        writeZipEncrypting(at(u"day.zip"_s),
                           {{"a.dcm", studyOf(1)}, {"b.dcm", studyOf(2)}, {"c.dcm", studyOf(3)}},
                           [](const QByteArray& name) { return name == "b.dcm"; });
        for (const QString& command : {u"screen"_s, u"predict"_s}) {
            const CliRun run = command == u"screen"
                ? screen({at(u"day.zip"_s)}, at(u"zip.csv"_s))
                : runCli({u"predict"_s, u"--json"_s, u"--model"_s, m_model, at(u"day.zip"_s)});
            QCOMPARE(run.status, 1);
            const auto lines = run.json();
            QCOMPARE(lines.size(), std::size_t{3});
            for (const QJsonObject& line : lines) {
                const bool isBad = line[u"file"_s].toString().endsWith(u"day.zip/b.dcm"_s);
                QCOMPARE(line[u"status"_s].toString(), isBad ? u"error"_s : u"ok"_s);
                QVERIFY(!isBad || line[u"reason"_s].toString().contains(u"encrypted"_s));
            }
        }
    }

    void namesOfEveryKindHaveARow()
    {
        write(u"names/--out"_s, studyOf(1));
        write(u"names/two\nlines, \"quoted\".dcm"_s, studyOf(2));
        const QByteArray bad = QFile::encodeName(at(u"names"_s)) + "/M\xFCller.dcm";
        QVERIFY(::link(QFile::encodeName(at(u"names/--out"_s)).constData(), bad.constData()) == 0);
        const CliRun run = screen({at(u"names"_s)}, at(u"names.csv"_s));
        QVERIFY(::unlink(bad.constData()) == 0); // Qt cannot
        QCOMPARE(run.status, 1);
        const auto lines = run.json();
        QCOMPARE(lines.size(), std::size_t{3});
        QVERIFY(lines.back()[u"reason"_s].toString().contains(u"UTF-8"_s));
        QCOMPARE(int(run.output.count(u'\n')), 3);
    }

    void pathsThatBeginAsOptions()
    {
        write(u"dash/--help"_s, studyOf(1));
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(at(u"dash"_s)));
        const CliRun screened = screen({u"--help"_s}, at(u"dash.csv"_s));
        const CliRun predicted
            = runCli({u"predict"_s, u"--json"_s, u"--model"_s, m_model, u"--"_s, u"--help"_s});
        QVERIFY(QDir::setCurrent(before));
        for (const CliRun& run : {screened, predicted}) {
            QVERIFY2(run.status == 0, qPrintable(run.messages));
            QCOMPARE(run.json().front()[u"file"_s].toString(), u"--help"_s);
        }
    }

    void machineReadableOutputIsTheSameInEveryLocale()
    {
        const QString locales = germanLocales();
        if (locales.isEmpty())
            QSKIP("This system cannot compile a German locale.");
        write(u"everywhere/good.dcm"_s, studyOf(1));
        write(u"everywhere/Müller 胸部.dcm"_s, studyOf(2));
        write(u"everywhere/broken.dcm"_s, studyOf(3).left(700));
        QVERIFY(QFile::link(at(u"no such file"_s), at(u"everywhere/link.dcm"_s)));
        std::optional<QByteArray> first;
        std::optional<QString> firstRows;
        for (const char* locale : {"C.UTF-8", "C", "de_DE.UTF-8", "de_DE.ISO-8859-1"}) {
            const QString out = at(u"everywhere-%1.csv"_s.arg(QString::fromLatin1(locale)));
            const std::vector<std::pair<QString, QString>> variables
                = {{u"LOCPATH"_s, locales},
                   {u"LC_ALL"_s, QString::fromLatin1(locale)},
                   {u"LANGUAGE"_s, u"de"_s}};
            const CliRun run = screen({at(u"everywhere"_s)}, out, variables);
            QCOMPARE(run.status, 1);
            QVERIFY2(!run.messages.contains(u"locale"_s), qPrintable(run.messages));
            const auto csv = readFile(out, 1 << 20);
            QVERIFY(csv);
            if (!first) {
                first = *csv;
                firstRows = run.output;
            }
            QCOMPARE(*csv, *first);
            QCOMPARE(run.output, *firstRows);
        }
    }

    void numbersAreTypedWithPointOrComma()
    {
        for (const QString& number : {u"0.25"_s, u"0,25"_s}) {
            const CliRun set = runCli({u"model"_s, u"threshold"_s, m_model, u"--value"_s, number});
            QVERIFY2(set.status == 0, qPrintable(set.messages));
            QVERIFY2(set.output.contains(u"from a probability of 0.25 now"_s),
                     qPrintable(set.output));
        }
        const CliRun bad = runCli({u"model"_s, u"threshold"_s, m_model, u"--value"_s, u"0.2,5"_s});
        QCOMPARE(bad.status, 2);
    }

    void aShareThatGoesAwayAndComesBackIsSaid()
    {
        const QString share = at(u"share"_s);
        const QString out = at(u"share.csv"_s);
        write(u"share/a.dcm"_s, studyOf(1));
        ScreenRun run({u"--watch"_s, u"--model"_s, m_model, u"--out"_s, out, share});
        QTRY_COMPARE(countsOf(out).ok, qint64{1});
        QVERIFY(QDir().rename(share, share + u".away"_s));
        QTRY_VERIFY(run.messages().contains(u"cannot be reached"_s));
        QVERIFY(QDir().rename(share + u".away"_s, share));
        QTRY_VERIFY(run.messages().contains(u"is back"_s));
        write(u"share/b.dcm"_s, studyOf(2));
        QTRY_COMPARE(countsOf(out).ok, qint64{2});
        QCOMPARE(countsOf(out).total, qint64{2});
        run.killAll();
        QCOMPARE(run.messages().count(u"is back"_s), 1);
    }
};

QTEST_GUILESS_MAIN(TestCliField)
#include "test_cli_field.moc"
