// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/deidentification/deid_folder.h"
#include "tests/core/deidentification/deid_fixture.h"
#include "tests/core/deidentification/film_with_text.h"

#include <QDirIterator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestDeidFolder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sealsAndOpens();
    void refusesAnotherPassphrase_data();
    void refusesAnotherPassphrase();
    void asksForAPassphrase();
    void leadsBack();
    void namesSayNothing();
    void asksAboutText();
    void blanksWhatIsListed();
    void boxesComeBack();
    void refusesBadLists_data();
    void refusesBadLists();
    void replacesOnlyWhenAskedTo();
    void saysWhatCannotBeRead_data();
    void saysWhatCannotBeRead();

private:
    [[nodiscard]] QString put(const QString& name, const QByteArray& content) const
    {
        const QString path = m_in.filePath(name);
        return writeFileAtomically(path, content) ? path : QString();
    }
    [[nodiscard]] static DeidFolder folder(const QTemporaryDir& out,
                                           TextPolicy policy = TextPolicy::Leave)
    {
        DeidFolderRequest request;
        request.folder = out.path();
        request.key = QByteArray(Pseudonyms::keyBytes, 'k');
        request.policy = policy;
        return DeidFolder::open(request,
                                QStringLiteral(CCAD_SOURCE_DIR "/resources/deidentification"))
            .value();
    }

    const QTemporaryDir m_in;
};

void TestDeidFolder::sealsAndOpens()
{
    const QByteArray content = "kind,original,replacement\nuid,1.2.3,2.25.7\n";
    const auto first = sealed(content, "rabbit hole");
    const auto second = sealed(content, "rabbit hole");
    QVERIFY2(first.hasValue(), first ? "" : qPrintable(first.error().message));
    QVERIFY(second.hasValue());
    QVERIFY(*first != *second); // another salt
    QVERIFY(!first->contains("1.2.3"));
    const auto again = opened(*first, "rabbit hole");
    QVERIFY(again.hasValue());
    QCOMPARE(*again, content);
    const auto empty = sealed({}, "rabbit hole");
    QVERIFY(empty.hasValue());
    QCOMPARE(opened(*empty, "rabbit hole").value(), QByteArray());
}

void TestDeidFolder::refusesAnotherPassphrase_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("passphrase");
    const QByteArray good = sealed("secret", "rabbit hole").value();
    QByteArray changed = good;
    changed[40] = static_cast<char>(changed[40] ^ 1);
    QTest::newRow("another passphrase") << good << "rabbit hole "_ba;
    QTest::newRow("a changed byte") << changed << "rabbit hole"_ba;
    QTest::newRow("cut off") << good.chopped(1) << "rabbit hole"_ba;
    QTest::newRow("too short") << good.left(20) << "rabbit hole"_ba;
    QTest::newRow("no such file") << QByteArray(100, 'x') << "rabbit hole"_ba;
    QTest::newRow("empty") << QByteArray() << "rabbit hole"_ba;
}

void TestDeidFolder::refusesAnotherPassphrase()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, passphrase);
    const auto again = opened(content, passphrase);
    QVERIFY(!again.hasValue());
    QCOMPARE(again.error().code, ErrorCode::FileBroken);
}

void TestDeidFolder::asksForAPassphrase()
{
    const auto done = sealed("secret", "short");
    QVERIFY(!done.hasValue());
    QCOMPARE(done.error().code, ErrorCode::InvalidArgument);
}

void TestDeidFolder::leadsBack()
{
    const QTemporaryDir out;
    DeidFolder into = folder(out);
    const QString path = put(u"alice.dcm"_s, film([](DcmDataset& dataset) {
                                 dataset.putAndInsertString(DCM_PatientID, "=4711");
                             }));
    const auto done = into.add(u"in/alice.dcm"_s, path);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const auto csv = parseCsv(into.mapping().csv());
    QVERIFY(csv.hasValue());
    QCOMPARE(csv->header, (QStringList{u"kind"_s, u"original"_s, u"replacement"_s}));
    const auto replacementOf = [&](const QString& kind, const QString& original) {
        for (const QStringList& row : csv->rows)
            if (row[0] == kind && row[1].contains(original))
                return row[2];
        return QString();
    };
    QCOMPARE(replacementOf(u"file"_s, u"in/alice.dcm"_s), done->written);
    QVERIFY(replacementOf(u"patient"_s, u"4711"_s).startsWith(u"CCAD-"));
    const auto content = readFile(out.filePath(done->written), 1 << 20);
    QVERIFY(content.hasValue());
    QCOMPARE(textOf(*readBack(*content)->getDataset(), DCM_SOPInstanceUID),
             replacementOf(u"uid"_s, u"2.25.101"_s).toLatin1());
}

void TestDeidFolder::namesSayNothing()
{
    const QTemporaryDir out;
    DeidFolder into = folder(out);
    const QString path = put(u"Wonderland_Alice_4711.dcm"_s, film([](DcmDataset& dataset) {
                                 dataset.putAndInsertString(DCM_PatientID, "4711");
                                 dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.4711");
                             }));
    QVERIFY(into.add(path, path).hasValue());
    QDirIterator it(out.path(), QDir::AllEntries | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    int seen = 0;
    while (it.hasNext()) {
        const QString name = it.next().mid(out.path().size());
        QVERIFY2(!name.contains(u"Alice") && !name.contains(u"4711"), qPrintable(name));
        ++seen;
    }
    QCOMPARE(seen, 2); // a folder and a file
}

void TestDeidFolder::asksAboutText()
{
    const QTemporaryDir out;
    const QString path = put(u"written.dcm"_s, filmWithText());
    DeidFolder asking = folder(out, TextPolicy::Ask);
    const auto asked = asking.add(path, path);
    QVERIFY2(asked.hasValue(), asked ? "" : qPrintable(asked.error().message));
    QVERIFY(asked->written.isEmpty());
    QVERIFY(!asked->boxes.empty());
    QVERIFY(QDir(out.path()).isEmpty());

    DeidFolder blanking = folder(out, TextPolicy::BlankFound);
    const auto blanked = blanking.add(path, path);
    QVERIFY2(blanked.hasValue(), blanked ? "" : qPrintable(blanked.error().message));
    QVERIFY(!blanked->written.isEmpty());
    QCOMPARE(blanked->boxes, asked->boxes);
    // Nothing is found in what was written.
    const QString written = out.filePath(blanked->written);
    const QTemporaryDir again;
    DeidFolder asksAgain = folder(again, TextPolicy::Ask);
    const auto second = asksAgain.add(written, written);
    QVERIFY(second.hasValue());
    QVERIFY(second->boxes.empty());
    QVERIFY(!second->written.isEmpty());

    // A report has no pixels that anybody could ask about.
    const QString report
        = put(u"report.dcm"_s, film([](DcmDataset& dataset) {
                  dataset.putAndInsertString(DCM_SOPClassUID, UID_BasicTextSRStorage);
                  dataset.putAndInsertString(DCM_Modality, "SR");
                  for (const DcmTagKey& tag : {DCM_PixelData, DCM_Rows, DCM_Columns})
                      delete dataset.remove(tag);
              }));
    const auto ofReport = asksAgain.add(report, report);
    QVERIFY2(ofReport.hasValue(), ofReport ? "" : qPrintable(ofReport.error().message));
    QVERIFY(!ofReport->written.isEmpty());
}

void TestDeidFolder::blanksWhatIsListed()
{
    const QTemporaryDir out;
    const QString path = put(u"listed.dcm"_s, filmWithText());
    DeidFolderRequest request;
    request.folder = out.path();
    request.key = QByteArray(Pseudonyms::keyBytes, 'k');
    request.policy = TextPolicy::BlankListed;
    request.listed.insert(u"one"_s, {{1, 2, 3, 4}});
    request.listed.insert(u"none"_s, {});
    auto into
        = DeidFolder::open(request, QStringLiteral(CCAD_SOURCE_DIR "/resources/deidentification"));
    QVERIFY(into.hasValue());
    const auto one = into->add(u"one"_s, path);
    QVERIFY(one.hasValue());
    QCOMPARE(one->boxes, (std::vector<PixelBox>{{1, 2, 3, 4}}));
    QVERIFY(!one->written.isEmpty());
    // A film that nobody looked at is asked about.
    const auto other = into->add(u"other"_s, path);
    QVERIFY(other.hasValue());
    QVERIFY(other->written.isEmpty());
    QVERIFY(!other->boxes.empty());
}

void TestDeidFolder::boxesComeBack()
{
    const QHash<QString, std::vector<PixelBox>> boxes{
        {u"a, b.dcm"_s, {{1, 2, 3, 4}, {0, 0, 65535, 1}}}, {u"none.dcm"_s, {}}};
    const auto again = boxesFromCsv(boxesToCsv(boxes));
    QVERIFY2(again.hasValue(), again ? "" : qPrintable(again.error().message));
    QCOMPARE(*again, boxes);
}

void TestDeidFolder::refusesBadLists_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::newRow("another table") << "a,b\n1,2\n"_ba;
    QTest::newRow("words") << "file,left,top,width,height\na,1,2,x,4\n"_ba;
    QTest::newRow("negative") << "file,left,top,width,height\na,-1,2,3,4\n"_ba;
    QTest::newRow("no width") << "file,left,top,width,height\na,1,2,0,4\n"_ba;
    QTest::newRow("half a box") << "file,left,top,width,height\na,1,2,,\n"_ba;
    QTest::newRow("no file") << "file,left,top,width,height\n,1,2,3,4\n"_ba;
}

void TestDeidFolder::refusesBadLists()
{
    QFETCH(QByteArray, csv);
    const auto boxes = boxesFromCsv(csv);
    QVERIFY(!boxes.hasValue());
    QCOMPARE(boxes.error().code, ErrorCode::FileBroken);
}

void TestDeidFolder::replacesOnlyWhenAskedTo()
{
    const QTemporaryDir out;
    const QString path = put(u"twice.dcm"_s, film());
    DeidFolder into = folder(out);
    QVERIFY(into.add(path, path).hasValue());
    const auto second = into.add(path, path);
    QVERIFY(!second.hasValue());
    QCOMPARE(second.error().code, ErrorCode::AlreadyExists);
}

void TestDeidFolder::saysWhatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<TextPolicy>("policy");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a picture") << "\x89PNG\r\n\x1A\n1234567890"_ba << TextPolicy::Ask
                               << u"no DICOM file"_s;
    QTest::newRow("empty") << QByteArray() << TextPolicy::Leave << u"no DICOM file"_s;
    const QByteArray whole = film({}, "1.2.840.10008.1.2.4.70");
    QTest::newRow("broken, searched")
        << whole.left(whole.size() - 40) << TextPolicy::Ask << u"cannot be searched"_s;
}

void TestDeidFolder::saysWhatCannotBeRead()
{
    QFETCH(QByteArray, content);
    QFETCH(TextPolicy, policy);
    QFETCH(QString, expected);
    const QTemporaryDir out;
    const QString path = put(u"bad.dcm"_s, content);
    DeidFolder into = folder(out, policy);
    const auto done = into.add(u"archive.zip/bad file.dcm"_s, path);
    QVERIFY(!done.hasValue());
    QVERIFY2(done.error().message.contains(expected), qPrintable(done.error().message));
    QVERIFY2(done.error().message.startsWith(u"Cannot read bad file.dcm: "),
             qPrintable(done.error().message));
    QVERIFY(QDir(out.path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestDeidFolder)
#include "test_deid_folder.moc"
