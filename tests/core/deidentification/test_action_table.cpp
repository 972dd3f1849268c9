// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deidentification/action_table.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestActionTable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void holdsTheWholeTable();
    void findsAttributes_data();
    void findsAttributes();
    void knowsTypes();
    void knowsSafePrivateAttributes();
    void knowsWords();
    void refusesHalfATable_data();
    void refusesHalfATable();
    void isMadeOfTheStandardsText();
    void scriptRefusesAnUnknownAction();

private:
    [[nodiscard]] static QString folder()
    {
        return QStringLiteral(CCAD_SOURCE_DIR "/resources/deidentification");
    }
    [[nodiscard]] static QByteArray contentOf(const QString& name)
    {
        return readFile(folder() + u'/' + name, 1 << 20).value();
    }
};

void TestActionTable::holdsTheWholeTable()
{
    const auto table = ActionTable::load(folder());
    QVERIFY2(table.hasValue(), table ? "" : qPrintable(table.error().message));
    QCOMPARE(table->edition(), u"2025b"_s);
    const auto ofStandard = contentOf(u"actions.tsv"_s).split('\n').size() - 7; // five of a comment
    QCOMPARE(ofStandard, 647);
    QVERIFY(table->rows().size() > static_cast<std::size_t>(ofStandard));
    QCOMPARE(table->privateRow().keyword, "PrivateAttributes"_ba);
    QCOMPARE(table->privateRow().basic, "X"_ba);
}

void TestActionTable::findsAttributes_data()
{
    QTest::addColumn<quint32>("tag");
    QTest::addColumn<QByteArray>("basic");
    QTest::newRow("patient's name") << 0x00100010U << "Z"_ba;
    QTest::newRow("operators") << 0x00081070U << "X/Z/D"_ba;
    QTest::newRow("SOP instance") << 0x00080018U << "U"_ba;
    QTest::newRow("source images") << 0x00082112U << "X/Z/U*"_ba;
    QTest::newRow("content") << 0x0040A730U << "D"_ba;
    QTest::newRow("capital letters in a tag") << 0x300A00C3U << "X"_ba;
    QTest::newRow("any curve") << 0x501E0010U << "X"_ba;
    QTest::newRow("any overlay's data") << 0x60123000U << "X"_ba;
    QTest::newRow("CCAD's own") << 0x04000500U << "X"_ba;
    QTest::newRow("not listed") << 0x00280010U << QByteArray();
    QTest::newRow("an overlay's rows") << 0x60000010U << QByteArray();
}

void TestActionTable::findsAttributes()
{
    QFETCH(quint32, tag);
    QFETCH(QByteArray, basic);
    const auto table = ActionTable::load(folder());
    QVERIFY(table.hasValue());
    const ActionRow* row = table->find(tag);
    QCOMPARE(row ? row->basic : QByteArray(), basic);
}

void TestActionTable::knowsTypes()
{
    const auto table = ActionTable::load(folder());
    QVERIFY(table.hasValue());
    const QByteArray dx = "1.2.840.10008.5.1.4.1.1.1.1";
    QCOMPARE(table->typeOf(0x00100020, dx), AttributeType::MayBeEmpty);
    QCOMPARE(table->typeOf(0x00081111, dx), AttributeType::Required);
    QCOMPARE(table->typeOf(0x00081070, dx), AttributeType::MayBeAbsent);
    QVERIFY(!table->typeOf(0x00100020, "1.2.3"));
}

void TestActionTable::knowsSafePrivateAttributes()
{
    const auto table = ActionTable::load(folder());
    QVERIFY(table.hasValue());
    QVERIFY(table->isSafePrivate("GEMS_ACQU_01", 0x00191023));
    QVERIFY(table->isSafePrivate("GEMS_ACQU_01", 0x00192023)); // in another block
    QVERIFY(!table->isSafePrivate("GEMS_ACQU_01", 0x00191022));
    QVERIFY(!table->isSafePrivate("SOMEBODY", 0x00191023));
}

void TestActionTable::knowsWords()
{
    const auto table = ActionTable::load(folder());
    QVERIFY(table.hasValue());
    QVERIFY(table->isHarmless(u"thorax"_s));
    QVERIFY(!table->isHarmless(u"smith"_s));
    QVERIFY(table->isIdentifying(0x00100020));
    QVERIFY(!table->isIdentifying(0x00080060));
}

void TestActionTable::refusesHalfATable_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("an unknown action") << u"actions.tsv"_s << "PatientName\tZ"_ba
                                       << "PatientName\tQ"_ba;
    QTest::newRow("an unknown action of an option")
        << u"actions.tsv"_s << "PatientSex\tZ\t\t\t\t\tK"_ba
        << "PatientSex\tZ\t\t\t\t\tk"_ba;
    QTest::newRow("a tag that is none") << u"actions.tsv"_s << "00100010\tPatientName"_ba
                                        << "0010001g\tPatientName"_ba;
    QTest::newRow("twice the same") << u"actions.tsv"_s << "00100010\tPatientName"_ba
                                    << "00100020\tPatientName"_ba;
    QTest::newRow("no edition") << u"actions.tsv"_s << "# edition"_ba
                                << "# issue"_ba;
    QTest::newRow("no private attributes") << u"actions.tsv"_s << "ggggeeee"_ba
                                           << "00990010"_ba;
    QTest::newRow("no header") << u"actions.tsv"_s << "tag\tkeyword\tbasic"_ba
                               << "tag"_ba;
    QTest::newRow("an unknown type") << u"attribute_types.tsv"_s << "=1C"_ba
                                     << "=4"_ba;
    QTest::newRow("an element that is none") << u"safe_private.tsv"_s << "21 50"_ba
                                             << "21 zz"_ba;
    QTest::newRow("a tag of identity that is none") << u"identifying.txt"_s << "00080050"_ba
                                                    << "0008005"_ba;
}

void TestActionTable::refusesHalfATable()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const QTemporaryDir copy;
    for (const QString& file : QDir(folder()).entryList(QDir::Files))
        QVERIFY(QFile::copy(folder() + u'/' + file, copy.filePath(file)));
    QByteArray content = contentOf(name);
    QVERIFY(content.contains(from));
    QVERIFY(QFile::remove(copy.filePath(name)));
    QVERIFY(writeFileAtomically(copy.filePath(name), content.replace(from, to)).hasValue());
    const auto table = ActionTable::load(copy.path());
    QVERIFY(!table.hasValue());
    QCOMPARE(table.error().code, ErrorCode::FileBroken);
    QVERIFY2(table.error().message.contains(name), qPrintable(table.error().message));
}

namespace {

constexpr const char* columns[] = {"Attribute Name",
                                   "Tag",
                                   "Retd. (from PS3.6)",
                                   "In Std. Comp. IOD (from PS3.3)",
                                   "Basic Prof.",
                                   "Rtn. Safe Priv. Opt.",
                                   "Rtn. UIDs Opt.",
                                   "Rtn. Dev. Id. Opt.",
                                   "Rtn. Inst. Id. Opt.",
                                   "Rtn. Pat. Chars. Opt.",
                                   "Rtn. Long. Full Dates Opt.",
                                   "Rtn. Long. Modif. Dates Opt.",
                                   "Clean Desc. Opt.",
                                   "Clean Struct. Cont. Opt.",
                                   "Clean Graph. Opt."};

/// A table E.1-1 of a few attributes, laid out as DocBook.
QByteArray docBook(const char* action)
{
    QByteArray book = "<book xmlns=\"http://docbook.org/ns/docbook\">"
                      "<subtitle>DICOM PS3.15 2031c - Security</subtitle>"
                      "<table xml:id=\"table_E.1-1\"><thead><tr>";
    for (const char* column : columns)
        book += QByteArray("<th><para>") + column + "</para></th>";
    book += "</tr></thead><tbody>";
    const auto row = [&](const QList<QByteArray>& cells) {
        book += "<tr>";
        for (const QByteArray& cell : cells)
            book += "<td><para>" + cell + "</para></td>";
        book += "</tr>";
    };
    row({"Patient's Name", "(0010,0010)", "N", "Y", "Z", "", "", "", "", "", "", "", "", "", ""});
    row({"Acquisition Date", "(0008,0022)", "N", "Y", action, "", "", "", "", "", "K", "C", "", "",
         ""});
    row({"Curve Data", "(50XX,XXXX)", "Y", "N", "X", "", "", "", "", "", "", "", "", "", "C"});
    row({"Private Attributes", "(gggg,eeee) where gggg is odd", "N", "N", "X", "C", "", "", "", "",
         "", "", "", "", ""});
    return book + "</tbody></table></book>";
}

/// The script's exit status and what it printed.
std::pair<int, QByteArray> runScript(const QByteArray& book)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"part15.xml"_s);
    if (!writeFileAtomically(path, book))
        return {-1, {}};
    QProcess script;
    script.start(u"python3"_s,
                 {QStringLiteral(CCAD_SOURCE_DIR "/packaging/deidentification_table"), path});
    if (!script.waitForFinished(test::patienceMs))
        return {-1, {}};
    return {script.exitCode(), script.readAllStandardOutput()};
}

} // namespace

void TestActionTable::isMadeOfTheStandardsText()
{
    if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
        QSKIP("python3 is not installed");
    const auto [status, output] = runScript(docBook("X/Z"));
    QCOMPARE(status, 0);
    QList<QByteArray> lines = output.split('\n');
    QVERIFY(lines.contains("# edition\t2031c"));
    lines.removeIf([](const QByteArray& line) { return line.isEmpty() || line.startsWith('#'); });
    const QList<QByteArray> expected{
        "tag\tkeyword\tbasic\tprivate\tuids\tdevice\tinstitution\tpatient\tfullDates\t"
        "modifiedDates\tdescriptors\tstructured\tgraphics",
        "00080022\tAcquisitionDate\tX/Z\t\t\t\t\t\tK\tC",
        "00100010\tPatientName\tZ",
        "50xxxxxx\tCurveData\tX\t\t\t\t\t\t\t\t\t\tC",
        "ggggeeee\tPrivateAttributes\tX\tC",
    };
    QCOMPARE(lines, expected);
    // The head of the table that is kept is the script's own.
    QVERIFY(contentOf(u"actions.tsv"_s).contains(expected.first()));
}

void TestActionTable::scriptRefusesAnUnknownAction()
{
    if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
        QSKIP("python3 is not installed");
    const auto [status, output] = runScript(docBook("Q"));
    QCOMPARE(status, 1);
    QVERIFY(output.isEmpty());
}

QTEST_GUILESS_MAIN(TestActionTable)
#include "test_action_table.moc"
