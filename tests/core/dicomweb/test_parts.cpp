// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/internal/dicom_json.h"
#include "core/dicomweb/internal/multipart.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::dicomweb;

namespace {

/// What a reader makes of a body that comes in pieces of that size.
Result<QList<QByteArray>> partsOf(const QByteArray& body, qsizetype piece,
                                  const QByteArray& boundary = "b")
{
    QList<QByteArray> parts;
    MultipartReader reader(boundary,
                           {[&](const QByteArray& type) {
                                parts.append(type + ':');
                                return Result<void>();
                            },
                            [&](QByteArrayView bytes) {
                                parts.last().append(bytes);
                                return Result<void>();
                            },
                            [&] {
                                parts.last().append('.');
                                return Result<void>();
                            }});
    for (qsizetype at = 0; at < body.size(); at += piece)
        if (auto ok
            = reader.add(QByteArrayView(body).sliced(at).first(std::min(piece, body.size() - at)));
            !ok)
            return ok.error();
    if (auto ok = reader.finish(); !ok)
        return ok.error();
    return parts;
}

const char twoParts[] = "preamble\r\n--b\r\nContent-Type: application/dicom\r\nX: y\r\n\r\n"
                        "one\r\n-\r\n--\r\n--b  \r\n\r\ntwo\r\n--b--\r\nepilogue";

} // namespace

class TestDicomWebParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPartsInPiecesOfAnySize()
    {
        for (qsizetype piece = 1; piece < 100; ++piece) {
            const auto parts = partsOf(twoParts, piece);
            QVERIFY(parts.hasValue());
            // A line that only begins like the delimiter belongs to the part.
            QCOMPARE(*parts, QList<QByteArray>({"application/dicom:one\r\n-\r\n--.", ":two."}));
        }
    }

    void readsPlainParts()
    {
        const auto parts
            = partsOf("--b\r\n\r\none\r\n--b\r\nContent-Type: a/b\r\n\r\n\r\n--b--", 3);
        QVERIFY(parts.hasValue());
        QCOMPARE(*parts, QList<QByteArray>({":one.", "a/b:."}));
    }

    void aBodyThatBreaksOffIsAnError()
    {
        const QByteArray whole = "--b\r\n\r\none\r\n--b--";
        QVERIFY(partsOf(whole, 5).hasValue());
        for (qsizetype length = 0; length < whole.size(); ++length)
            QVERIFY2(!partsOf(whole.left(length), 5), QByteArray::number(length));
    }

    void headersAndPreamblesAreLimited()
    {
        const auto tooLong = partsOf("--b\r\nX: " + QByteArray(100000, 'a'), 1000);
        QVERIFY(!tooLong);
        QCOMPARE(tooLong.error().code, ErrorCode::TooLarge);
        QVERIFY(!partsOf(QByteArray(1 << 20, 'a'), 1000));
        QVERIFY(!partsOf("--b" + QByteArray(100000, ' '), 1000));
        QVERIFY(!partsOf("--bo\r\n\r\none\r\n--b--", 1000));
    }

    void boundariesAreHeldToTheirForm()
    {
        for (const QByteArray& boundary : {QByteArray(), QByteArray(71, 'a'), QByteArray("a\nb")})
            QVERIFY(!MultipartReader(boundary, {}).isUsable());
        QCOMPARE(parameterOf("multipart/related; type=\"application/dicom; x\"; boundary=\"a b\"",
                             "boundary"),
                 QByteArray("a b"));
        QCOMPARE(parameterOf("multipart/related; Boundary=x", "boundary"), QByteArray("x"));
        QVERIFY(parameterOf("multipart/related", "boundary").isEmpty());
        QCOMPARE(typeOf("Multipart/Related; a=b"), QByteArray("multipart/related"));
    }

    void readsMatches()
    {
        const auto answer = matchesOf(R"([{
            "00100010": {"vr": "PN", "Value": [{"Alphabetic": "M\u00fcller^J"}]},
            "00080061": {"vr": "CS", "Value": ["CR", "DX"]},
            "00201208": {"vr": "IS", "Value": [5]},
            "00081140": {"vr": "SQ", "Value": [{}]},
            "0020000D": {"vr": "UI", "Value": ["1.2.3"]}, "nonsense": 7, "00100020": {"vr": "LO"}}])",
                                      10);
        QVERIFY(answer.hasValue());
        QCOMPARE(answer->matches.size(), std::size_t{1});
        const QueryMatch& match = answer->matches.front();
        QCOMPARE(match.text(attribute::patientName), u"Müller^J"_s);
        QCOMPARE(match.text(attribute::modalitiesInStudy), u"CR\\DX"_s);
        QCOMPARE(match.text(attribute::imagesInStudy), u"5"_s);
        QCOMPARE(match.text(attribute::studyUid), u"1.2.3"_s);
        QVERIFY(match.text(attribute::patientId).isEmpty());
    }

    void matchesAreLimited()
    {
        const auto answer = matchesOf("[{},{},{}]", 2);
        QVERIFY(answer.hasValue());
        QVERIFY(answer->isCut);
        QCOMPARE(answer->matches.size(), std::size_t{2});
        const auto longText = matchesOf("[{\"00100010\": {\"vr\": \"LO\", \"Value\": [\""
                                            + QByteArray(100000, 'a') + "\"]}}]",
                                        2);
        QVERIFY(longText.hasValue());
        QCOMPARE(longText->matches.front().text(attribute::patientName).size(), 1024);
    }

    void nonsenseIsAnError()
    {
        for (const QByteArray& json :
             {QByteArray("{}"), QByteArray("[1]"), QByteArray("<html>"), QByteArray("[{"),
              QByteArray(100000, '['), QByteArray("\xFF\xFE")})
            QVERIFY2(!matchesOf(json, 10), json.left(20));
        QVERIFY(matchesOf("", 10).hasValue());
    }

    void readsWhatWasStored()
    {
        const auto objects = storedObjectsOf(R"({
            "00081199": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2"]}}]},
            "00081198": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.3"]},
                                                "00081197": {"vr": "US", "Value": [272]}},
                                               {"00081155": {"vr": "UI", "Value": ["../x"]}}]}})");
        QVERIFY(objects.hasValue());
        QCOMPARE(objects->size(), std::size_t{2});
        QVERIFY(objects->at(0).isStored);
        QVERIFY(!objects->at(1).isStored);
        QCOMPARE(objects->at(1).reason, 272);
    }
};

QTEST_GUILESS_MAIN(TestDicomWebParts)
#include "test_parts.moc"
