// SPDX-License-Identifier: GPL-3.0-or-later
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
};

QTEST_GUILESS_MAIN(TestDicomWebParts)
#include "test_parts.moc"
