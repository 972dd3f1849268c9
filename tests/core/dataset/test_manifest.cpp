// SPDX-License-Identifier: GPL-3.0-or-later
// Manifests as people have them, and what is said of those that cannot be used.
#include "core/dataset/dataset_index.h"
#include "tests/core/dataset/picture_files.h"
#include "tests/support/saved_tables.h"

#include <QTest>
#include <QUrl>

#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestManifest : public QObject
{
    Q_OBJECT

    PictureFiles m_files;

    [[nodiscard]] Result<Dataset> read(const QByteArray& content,
                                       const QString& name = u"m.csv"_s) const
    {
        return readDataset(m_files.write(name, content));
    }

    [[nodiscard]] QString messageOf(const QByteArray& content) const
    {
        const auto dataset = read(content);
        return dataset ? u"no error"_s : dataset.error().message;
    }

private Q_SLOTS:
    void aRepeatedHeaderIsARowOfItsOwn_data()
    {
        QTest::addColumn<QByteArray>("again");
        QTest::newRow("joined manifests") << QByteArray("file,label,patient\n");
        QTest::newRow("other capitals, spaces") << QByteArray(" File ,LABEL,Patient\n");
        QTest::newRow("with its byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                                "file,label,patient\n");
    }

    void aRepeatedHeaderIsARowOfItsOwn()
    {
        QFETCH(QByteArray, again);
        const auto dataset = read("file,label,patient\na.png,covid,1\nb.png,normal,2\n" + again
                                  + "c.png,covid,3\n");
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QCOMPARE(dataset->items.size(), std::size_t{3});
        QCOMPARE(dataset->classes, QStringList({"covid", "normal"}));
        QCOMPARE(dataset->leftOut.size(), std::size_t{1});
        QVERIFY2(dataset->leftOut[0].reason.startsWith(u"Line 4 of m.csv repeats the names"_s),
                 qPrintable(dataset->leftOut[0].reason));
    }

    void otherColumnsFromALineOnAreRefused()
    {
        for (const char* again : {"label,file,patient\n", "file,label,view\n"}) {
            const QString said
                = messageOf(QByteArray("file,label,patient\na.png,covid,1\nb.png,normal,2\n")
                            + again + "c.png,covid,3\n");
            QVERIFY2(said.contains(u"once more in line 4, and otherwise"_s), qPrintable(said));
        }
    }

    void asSpreadsheetProgramsSaveIt_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QString plain = savedManifest();
        const auto row
            = [](const char* name, const QString& text) { QTest::newRow(name) << text.toUtf8(); };
        row("plain", plain);
        row("semicolons", separatedBy(plain, u';'));
        row("tabs", separatedBy(plain, u'\t'));
        row("vertical lines", separatedBy(plain, u'|'));
        row("sep line", u"sep=,\r\n"_s + withLineEnds(plain, u"\r\n"_s));
        row("sep line in capitals", u"SEP=;\n"_s + separatedBy(plain, u';'));
        row("quoted sep line, rare separator", u"\"sep=^\"\n"_s + separatedBy(plain, u'^'));
        row("sep line with a tab", u"sep=\t\n"_s + separatedBy(plain, u'\t'));
        row("line ends of old Macs", withLineEnds(plain, u"\r"_s));
        row("line ends of Windows", withLineEnds(plain, u"\r\n"_s));
        row("no last line end", plain.chopped(1));
        row("byte order mark", u"\uFEFF"_s + plain);
        row("two byte order marks", u"\uFEFF\uFEFF"_s + plain);
        row("mark and quotes", u"\uFEFF"_s + QString(plain).replace(u"file"_s, u"\"file\""_s));
        row("capitals", QString(plain).replace(u"file,label,patient"_s, u"File,LABEL,Patient"_s));
        row("spaces",
            QString(plain).replace(u"file,label,patient"_s, u" file , label,  patient "_s));
        row("no-break spaces",
            QString(plain).replace(u"file,label,patient"_s, u"file\u00A0,\u00A0label,patient"_s));
        row("backslashes", QString(plain).replace(u"img/"_s, u"img\\"_s).replace(u'/', u'\\'));
        row("mixed slashes", QString(plain).replace(u"img/"_s, u"img\\"_s));
        row("a point and backslashes", QString(plain).replace(u"img/"_s, u".\\img\\"_s));
        row("empty columns at the end", withLineEnds(plain, u",,,\n"_s));
        row("empty fields in some rows", QString(plain).replace(u"p3\n"_s, u"p3,,\n"_s));
        row("empty rows at the end", plain + u",,\n,,\n\n\n"_s);
        row("empty rows at the beginning", u"\n,,\n"_s + plain);
        row("rows of spaces", plain + u"  \n \t \n"_s);
        row("everything quoted",
            u"\""_s
                + QString(plain)
                      .replace(u","_s, u"\",\""_s)
                      .chopped(1)
                      .replace(u"\n"_s, u"\"\n\""_s)
                + u"\"\n"_s);
        row("spaces before quotes", QString(plain).replace(u",normal,"_s, u", \"normal\" ,"_s));
        row("commas in the notes",
            separatedBy(plain, u';')
                .replace(u"patient\n"_s, u"patient;notes, words, more, and more\n"_s));
        row("further columns in front",
            QString(plain).replace(u"file,"_s, u"number,file,"_s).replace(u"img/"_s, u"1,img/"_s));
        const QString tabs = separatedBy(plain, u'\t');
        QTest::newRow("UTF-16 little endian")
            << encoded(withLineEnds(tabs, u"\r\n"_s), QStringConverter::Utf16LE, true);
        QTest::newRow("UTF-16 big endian") << encoded(tabs, QStringConverter::Utf16BE, true);
        QTest::newRow("UTF-16 little endian without a mark")
            << encoded(tabs, QStringConverter::Utf16LE, false);
        QTest::newRow("UTF-16 big endian without a mark")
            << encoded(plain, QStringConverter::Utf16BE, false);
        QTest::newRow("UTF-32") << encoded(plain, QStringConverter::Utf32LE, true);
    }

    void asSpreadsheetProgramsSaveIt()
    {
        QFETCH(QByteArray, content);
        const auto dataset = read(content);
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QVERIFY2(dataset->leftOut.empty(),
                 dataset->leftOut.empty() ? "" : qPrintable(dataset->leftOut[0].reason));
        QCOMPARE(dataset->items.size(), std::size_t{12});
        QCOMPARE(dataset->classes, QStringList({"covid", "normal"}));
        QCOMPARE(dataset->classCounts(), std::vector<int>({6, 6}));
        std::set<QString> patients;
        std::set<QString> files;
        for (const DatasetItem& item : dataset->items) {
            patients.insert(item.patient);
            files.insert(item.file);
        }
        QCOMPARE(patients.size(), std::size_t{6});
        QCOMPARE(files.size(), std::size_t{12});
        QVERIFY(files.count(m_files.path(u"img/covid/5.png"_s)));
    }

    void aRowWithAFaultIsListedAndTheRestUsed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("reasons"); // what each says
        QTest::addColumn<int>("used");
        const QByteArray head = "file,label,patient\na.png,x,1\n";
        QTest::newRow("too long") << head + "b, c.png,y,2\nd.png,y,3\n"
                                  << QStringList{u"Line 3 has 4 fields; the header has 3."_s} << 2;
        QTest::newRow("no label") << head + "b.png,,2\nc.png,y,3\n"
                                  << QStringList{u"Line 3 of m.csv gives no label for b.png."_s}
                                  << 2;
        QTest::newRow("too short for a label")
            << head + "b.png\nc.png,y,3\n"
            << QStringList{u"Line 3 of m.csv gives no label for b.png."_s} << 2;
        QTest::newRow("without its last field") << head + "b.png,y\n" << QStringList() << 2;
        QTest::newRow("no file") << head + ",y,2\nc.png,y,3\n"
                                 << QStringList{u"Line 3 of m.csv has the class \"y\" without"_s}
                                 << 2;
        QTest::newRow("a quote that stays open")
            << head + "\"b.png,y,2\nc.png,y,3\n"
            << QStringList{u"Line 3 begins a quoted field that is never closed."_s} << 2;
        QTest::newRow("quotes over several rows")
            << head + "\"b.png,y,2\nc.png,\"y\",3,4\nd.png,y,5\n"
            << QStringList{u"Line 3 begins a quoted field that goes on"_s, u"Line 4 has 4 fields"_s}
            << 2;
        QTest::newRow("a quoted field over several rows")
            << head + "\"b.png,y,2\nc.png\",y,3,4\nd.png,y,5\n"
            << QStringList{u"The row in lines 3 to 4 has 4 fields"_s} << 2;
        QTest::newRow("after a field of two lines, old Mac")
            << QByteArray("file,label,note\ra.png,x,\"one\rtwo\"\rb.png\rc.png,y,\r")
            << QStringList{u"Line 4 of m.csv"_s} << 2;
        QTest::newRow("after a sep line") << QByteArray("sep=;\nfile;label\na;x\nb;y;z\nc;y\n")
                                          << QStringList{u"Line 4 has 3 fields"_s} << 2;
        QTest::newRow("several") << head + "b.png,,\nc.png,y,3,4\nd.png,y,5\n\ne.png,,\n"
                                 << QStringList{u"Line 4"_s, u"Line 3"_s, u"Line 7"_s} << 2;
    }

    void aRowWithAFaultIsListedAndTheRestUsed()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, reasons);
        const auto dataset = read(content);
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QCOMPARE(int(dataset->leftOut.size()), int(reasons.size()));
        for (qsizetype i = 0; i < reasons.size(); ++i)
            QVERIFY2(dataset->leftOut[size_t(i)].reason.contains(reasons[i]),
                     qPrintable(dataset->leftOut[size_t(i)].reason));
        QTEST(int(dataset->items.size()), "used");
    }

    void faultyRowsAreAmongTheUnreadableFiles()
    {
        m_files.writeChest(u"1.jpg"_s, 1);
        m_files.writeChest(u"2.jpg"_s, 2);
        const auto index = indexDataset(
            {m_files.write(u"i.csv"_s, "file,label\n1.jpg,x\n3.jpg,\n2.jpg,y\n"), {}, {}, {}});
        QVERIFY(index);
        QCOMPARE(index->dataset.items.size(), std::size_t{2});
        QCOMPARE(index->unreadable.size(), std::size_t{1});
        QVERIFY(index->unreadable[0].reason.contains(u"Line 3"_s));
    }

    void anotherEncodingIsNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        const QByteArray head = "file,label\na.png,x\n";
        QTest::newRow("Windows-1252") << head + "Lungenentz\xFCndung.png,y\n"
                                      << "Line 3 is not in UTF-8, but by the looks of it in "
                                         "Windows-1252";
        QTest::newRow("Windows-1252, a class") << head + "b.png,Pneumoni\xE9\n"
                                               << "Windows-1252";
        QTest::newRow("cp437") << head + "Lungenentz\x81ndung.png,y\n"
                               << "cp437";
        QTest::newRow("cp850") << head
                + "Gr\x94\xE1"
                  "e.png,y\n"
                               << "cp437 or cp850";
        QTest::newRow("Mac Roman") << QByteArray("file,label\ra.png,x\rEntz\x9Fndung.png,y\r")
                                   << "Line 3 is not in UTF-8, but by the looks of it in Mac Roman";
        QTest::newRow("half a character") << head + "b.png,Pneumoni\xC3\n"
                                          << "Line 3";
        QTest::newRow("odd length of UTF-16")
            << encoded(savedManifest(), QStringConverter::Utf16LE, true) + 'x' << "UTF-16";
        QTest::newRow("a workbook") << QByteArray("PK\x03\x04 and so on") << "workbook";
        QTest::newRow("an old workbook") << QByteArray("\xD0\xCF\x11\xE0 and so on") << "workbook";
        QTest::newRow("zeros") << head + QByteArray(3, '\0') << "Line 3 holds zero bytes";
    }

    void anotherEncodingIsNamed()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        const QString message = messageOf(content);
        QVERIFY2(message.contains(words), qPrintable(message));
        QVERIFY2(message.contains(u"m.csv"_s), qPrintable(message));
    }

    void aHeaderThatIsNoneIsSaid()
    {
        m_files.writeChest(u"h/1.jpg"_s, 1);
        const auto dataset = read("1.jpg,x\n2.jpg,y\n", u"h/m.csv"_s);
        QVERIFY(!dataset);
        QVERIFY2(dataset.error().message.contains(u"begins with an image (1.jpg, x)"_s),
                 qPrintable(dataset.error().message));
        QVERIFY(messageOf("file,Label,label\na,x,y\n").contains(u"more than one column"_s));
        QVERIFY(messageOf("").contains(u"no column"_s));
    }

    void pathsAreFoundInAnyForm()
    {
        // As written on Windows, for files that came from a Mac, and the other way round.
        const QString composed = u"Entz\u00FCndung, rechts.jpg"_s;
        m_files.writeChest(u"f/"_s + composed.normalized(QString::NormalizationForm_D), 1);
        m_files.writeChest(u"f/\u00E9.jpg"_s, 2);
        m_files.write(u"f/back\\slash.jpg"_s, "x");
        const auto dataset = read(
            u"file,label\n\"%1\",x\ne\u0301.jpg,y\nback\\slash.jpg,y\n"_s.arg(composed).toUtf8(),
            u"f/m.csv"_s);
        QVERIFY(dataset);
        for (const DatasetItem& item : dataset->items)
            QVERIFY2(QFileInfo::exists(item.file), qPrintable(item.file));
    }

    void theNameOfTheManifestHasAnyCapitals()
    {
        m_files.write(u"caps/MANIFEST.CSV"_s, "file,label\nimg/a.png,x\nimg/b.png,y\n");
        m_files.write(u"caps/img/a.png"_s, "x");
        const auto dataset = readDataset(m_files.path(u"caps"_s));
        QVERIFY(dataset);
        QCOMPARE(dataset->classes, QStringList({"x", "y"}));
    }

    void numbersHaveAPointOrAComma()
    {
        const auto dataset = read("file;label;age\na;x;45,5\nb;y;45.5\nc;y;old\n");
        QVERIFY(dataset);
        QCOMPARE(dataset->items[0].ageYears, 45.5);
        QCOMPARE(dataset->items[1].ageYears, 45.5);
        QVERIFY(!dataset->items[2].ageYears);
    }

    void columnsAreChosenInAnyCapitals()
    {
        DatasetQuery query;
        query.filters = {{u"source"_s, {u"north"_s}}};
        query.groupBy = u"scanner"_s;
        const auto dataset = readDataset(
            m_files.write(u"q.csv"_s,
                          "File,Label,Source,SCANNER\na,x,north,1\nb,y,north,2\nc,y,south,3\n"),
            query);
        QVERIFY(dataset);
        QCOMPARE(dataset->items.size(), std::size_t{2});
        QCOMPARE(dataset->items[1].group, u"2"_s);
    }

    void wordsForNobodyAreNoPatient_data()
    {
        QTest::addColumn<QByteArray>("patient");
        QTest::addColumn<QString>("words"); // empty: it is a patient
        for (const char* word : {"########", "#REF!", "#N/A", "NA", "n/a", "NULL", "-", "?",
                                 "anonymous", "#VALUE!", "#NAME?"})
            QTest::newRow(word) << QByteArray(word) << u"stands for nobody"_s;
        for (const char* number : {"1E+11", "1.23457E+11", "\"1,23E+08\""})
            QTest::newRow(number) << QByteArray(number) << u"has rounded"_s;
        for (const char* patient : {"1", "0", "99", "p1", "Ana", "12E5", "nao", "#1", "A-"})
            QTest::newRow(patient) << QByteArray(patient) << QString();
    }

    void wordsForNobodyAreNoPatient()
    {
        QFETCH(const QByteArray, patient);
        QFETCH(const QString, words);
        const auto dataset
            = read("file,label,patient\na,x," + patient + "\nb,y," + patient + "\nc,y,other\n");
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QCOMPARE(dataset->items[0].patient.isEmpty(), !words.isEmpty());
        QCOMPARE(dataset->items[1].patient.isEmpty(), !words.isEmpty());
        QCOMPARE(dataset->items[2].patient, u"other"_s);
        QCOMPARE(dataset->notes.size(), words.isEmpty() ? 0 : 1);
        if (!words.isEmpty())
            QVERIFY2(dataset->notes[0].startsWith(u"The patient of 2 images (such as"_s)
                         && dataset->notes[0].contains(words),
                     qPrintable(dataset->notes[0]));
    }

    void quotesAroundALabelAreNotPartOfIt()
    {
        const auto dataset = read("file,label\na,'covid'\nb,\"\"\"covid\"\"\"\nc,\xE2\x80\x9C"
                                  "covid\xE2\x80\x9D\nd,covid\ne,it's\n");
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QCOMPARE(dataset->classes, QStringList({"covid", "it's"}));
    }

    void linksAndPathsOfOtherComputers()
    {
        const QString picture = m_files.write(u"with space.png"_s, "x");
        const auto dataset = read("file,label\n" + QUrl::fromLocalFile(picture).toEncoded()
                                  + ",x\nC:\\set\\a.png,y\n\\\\nas\\b.png,y\n"
                                    "D:/c.png,y\nd,y\n");
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QCOMPARE(dataset->items.size(), std::size_t{2});
        QCOMPARE(dataset->items[1].file, picture); // by name
        QCOMPARE(dataset->leftOut.size(), std::size_t{3});
        for (const UnreadableFile& row : dataset->leftOut)
            QVERIFY2(row.reason.contains(u"of Windows"_s), qPrintable(row.reason));
    }

    void anUnknownSplitIsSaid()
    {
        const auto dataset = read("file,label,split\na,x,Train \nb,y,holdout\nc,y,holdout\n");
        QVERIFY(dataset);
        QCOMPARE(dataset->items[0].split, u"train"_s);
        QCOMPARE(dataset->notes.size(), 1);
        QVERIFY(dataset->notes[0].contains(u"\"holdout\" of 2 images"_s));
    }

    void namesStayOnOneLine()
    {
        const auto dataset
            = read("file,label,patient\na,\"co\nvid\",\"p\x1B[2J1\"\nb, normal \xC2\xA0,p2\n");
        QVERIFY(dataset);
        QCOMPARE(dataset->classes, QStringList({"co vid", "normal"}));
        QCOMPARE(dataset->items[0].patient, u"p [2J1"_s);
    }

    void limitsOnSizeStay()
    {
        const auto tooWide = read("file,label" + QByteArray(5000, ',') + "\n");
        QVERIFY(!tooWide);
        QCOMPARE(tooWide.error().code, ErrorCode::TooLarge);
        // A row of commas costs no more than the header's width.
        const auto longRow = read("file,label\na,x\nb,y" + QByteArray(1 << 20, ',') + "z\nc,y\n");
        QVERIFY(longRow);
        QCOMPARE(longRow->items.size(), std::size_t{2});
        QVERIFY(longRow->leftOut[0].reason.contains(u"1048579 fields"_s)
                || longRow->leftOut[0].reason.contains(u"1048578 fields"_s));
        const auto tooLong = read("file,label\n" + QByteArray("a,x\n").repeated(2000001));
        QVERIFY(!tooLong);
        QCOMPARE(tooLong.error().code, ErrorCode::TooLarge);
        const auto openQuotes = read("file,label\n" + QByteArray("\"x\n").repeated(300));
        QVERIFY(!openQuotes);
    }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "test_manifest.moc"
