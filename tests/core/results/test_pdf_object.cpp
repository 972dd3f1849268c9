// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/plain_page.h"
#include "tests/core/results/judged_chest.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

QByteArray documentIn(const ResultObject& object)
{
    const auto file = readBack(object.bytes);
    if (!file)
        qFatal("DCMTK cannot read the object.");
    DcmDataset& dataset = *file->getDataset();
    const std::vector<std::uint8_t> bytes = bytesOf(dataset, DCM_EncapsulatedDocument);
    return QByteArray(reinterpret_cast<const char*>(bytes.data()),
                      static_cast<qsizetype>(bytes.size()))
        .left(textIn(dataset, DCM_EncapsulatedDocumentLength).toInt());
}

Result<ResultObject> withReport(const JudgedChest& chest, const QByteArray& pdf)
{
    return chest.with(chest.shown(), [&pdf](ObjectRequest request) {
        request.reportPdf = pdf;
        for (const ObjectMaker& maker : objectMakers())
            if (maker.kind == ObjectKind::Pdf)
                return maker.make(request);
        return Result<ResultObject>(Error{ErrorCode::Internal, u"There is no maker."_s, {}});
    });
}

/// True where each number of the table is the place of its object, as readers of PDF look for them.
bool isTableRight(const QByteArray& pdf)
{
    const qsizetype said = pdf.lastIndexOf("startxref\n") + 10;
    const qsizetype table = pdf.mid(said, pdf.indexOf('\n', said) - said).toLongLong();
    if (!pdf.mid(table).startsWith("xref\n0 "))
        return false;
    const qsizetype first = pdf.indexOf('\n', table + 5) + 1;
    const int count = pdf.mid(table + 7, pdf.indexOf('\n', table + 5) - table - 7).toInt();
    for (int i = 1; i < count; ++i) {
        const QByteArray row = pdf.mid(first + 20 * i, 20);
        if (!row.endsWith(" 00000 n \n")
            || !pdf.mid(row.left(10).toLongLong()).startsWith(QByteArray::number(i) + " 0 obj\n"))
            return false;
    }
    return count > 4;
}

} // namespace

/// The report as an Encapsulated PDF.
class TestPdfObject : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theReportIsKeptByteForByte();
    void anythingElseIsRefused();
    void withoutAReportThereIsAPlainPage();
    void aPageKeepsItsPicture();
    void aGreyPictureIsAThird();
    void oddTextStaysText();
    void theFilmIsReferredTo();
    void anotherReportIsAnotherObject();
};

void TestPdfObject::theReportIsKeptByteForByte()
{
    const JudgedChest chest;
    for (const QByteArray& pdf : {QByteArray("%PDF-1.4\nodd"), QByteArray("%PDF-1.4\neven")}) {
        const auto made = withReport(chest, pdf);
        QVERIFY(made);
        QCOMPARE(documentIn(*made), pdf);
    }
}

void TestPdfObject::anythingElseIsRefused()
{
    const JudgedChest chest;
    const auto made = withReport(chest, "GIF89a");
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::InvalidArgument);
}

void TestPdfObject::withoutAReportThereIsAPlainPage()
{
    JudgedChest chest;
    chest.result.warnings = {u"A lateral view (odd)."_s};
    const QByteArray pdf = documentIn(chest.make(ObjectKind::Pdf));
    QVERIFY(pdf.startsWith("%PDF-1.4\n"));
    QVERIFY(pdf.endsWith("%%EOF\n"));
    QVERIFY(isTableRight(pdf));
    QVERIFY(pdf.contains("(Research use only. Not for diagnosis.) Tj"));
    QVERIFY(pdf.contains("(COVID-19 pneumonia 87.25 %) Tj"));
    QVERIFY(pdf.contains("(A lateral view \\(odd\\).) Tj"));
}

void TestPdfObject::aPageKeepsItsPicture()
{
    ColourPicture picture{3, 2, {}};
    for (std::uint8_t i = 0; i < 18; ++i)
        picture.rgb.push_back(static_cast<std::uint8_t>(10 * i));
    const QByteArray pdf = plainPage(u"title"_s, {u"line"_s}, picture);
    QVERIFY(isTableRight(pdf));
    QVERIFY(pdf.contains("/Width 3 /Height 2 "));
    const qsizetype begin = pdf.lastIndexOf("stream\n", pdf.lastIndexOf("endstream") - 1) + 7;
    const QByteArray packed = pdf.mid(begin, pdf.lastIndexOf("\nendstream") - begin);
    QByteArray sized = QByteArray::fromHex("00000012");
    const QByteArray rgb = qUncompress(sized + packed);
    QCOMPARE(rgb, QByteArray(reinterpret_cast<const char*>(picture.rgb.data()), qsizetype(18)));
    QCOMPARE(plainPage(u"title"_s, {u"line"_s}, picture), pdf);
}

void TestPdfObject::aGreyPictureIsAThird()
{
    ColourPicture picture{3, 2, {}};
    for (std::uint8_t i = 0; i < 18; ++i)
        picture.rgb.push_back(static_cast<std::uint8_t>(40 * (i / 3)));
    const QByteArray pdf = plainPage(u"title"_s, {}, picture);
    QVERIFY(isTableRight(pdf));
    QVERIFY(pdf.contains("/DeviceGray /Width 3 /Height 2 "));
    const qsizetype begin = pdf.lastIndexOf("stream\n", pdf.lastIndexOf("endstream") - 1) + 7;
    const QByteArray packed = pdf.mid(begin, pdf.lastIndexOf("\nendstream") - begin);
    QCOMPARE(qUncompress(QByteArray::fromHex("00000006") + packed),
             QByteArray::fromHex("00285078a0c8"));
}

void TestPdfObject::oddTextStaysText()
{
    const QByteArray pdf = plainPage(
        u"a) (b\\c"_s, {u"many words of one line "_s.repeated(12), u"x"_s.repeated(300)}, {});
    QVERIFY(isTableRight(pdf));
    QVERIFY(pdf.contains("(a\\) \\(b\\\\c) Tj"));
    QVERIFY(pdf.count(" Tj ET\n") > 6);
    for (const QByteArray& line : pdf.split('\n'))
        QVERIFY(line.size() < 200);
    QVERIFY(isTableRight(plainPage({}, QStringList(500, u"a line"_s), {})));
}

void TestPdfObject::theFilmIsReferredTo()
{
    const JudgedChest chest;
    const auto file = readBack(chest.make(ObjectKind::Pdf).bytes);
    QVERIFY(file != nullptr);
    DcmDataset& pdf = *file->getDataset();
    QCOMPARE(referenceOf(itemOf(pdf, DCM_SourceInstanceSequence)),
             chest.film.sopClassUid + u"/2.25.101"_s);
    QCOMPARE(textIn(pdf, DCM_MIMETypeOfEncapsulatedDocument), u"application/pdf"_s);
    QCOMPARE(textIn(pdf, DCM_BurnedInAnnotation), u"YES"_s);
    QVERIFY(textIn(pdf, DCM_DocumentTitle).contains(u"Not for diagnosis"_s));
}

void TestPdfObject::anotherReportIsAnotherObject()
{
    const JudgedChest chest;
    const auto one = withReport(chest, "%PDF-1.4\n1");
    const auto same = withReport(chest, "%PDF-1.4\n1");
    const auto other = withReport(chest, "%PDF-1.4\n2");
    QVERIFY(one && same && other);
    QCOMPARE(one->sopInstanceUid, same->sopInstanceUid);
    QVERIFY(one->sopInstanceUid != other->sopInstanceUid);
    QCOMPARE(one->seriesInstanceUid, other->seriesInstanceUid);
}

QTEST_GUILESS_MAIN(TestPdfObject)
#include "test_pdf_object.moc"
