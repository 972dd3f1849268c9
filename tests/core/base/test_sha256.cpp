// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/base/sha256.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestSha256 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsTheStandardsExamples();
    void agreesWithQtAtEveryLength();
    void takesLongContent();
    void piecesAreTheSameAsTheWhole();
    void filesAreReadPieceByPiece();
    void filesThatCannotBeReadAreNamed();
};

void TestSha256::knowsTheStandardsExamples()
{
    // FIPS 180-4's examples of one and of two blocks, and nothing at all.
    QCOMPARE(sha256({}).toHex(),
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QCOMPARE(sha256("abc").toHex(),
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QCOMPARE(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").toHex(),
             "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

void TestSha256::agreesWithQtAtEveryLength()
{
    Random random(1);
    QByteArray content;
    for (int length = 0; length < 300; ++length) {
        QCOMPARE(sha256(content), QCryptographicHash::hash(content, QCryptographicHash::Sha256));
        content.append(static_cast<char>(random.below(256)));
    }
}

void TestSha256::takesLongContent()
{
    const QByteArray content((5 << 20) + 17, 'x');
    QCOMPARE(sha256(content), QCryptographicHash::hash(content, QCryptographicHash::Sha256));
}

void TestSha256::piecesAreTheSameAsTheWhole()
{
    Random random(2);
    const QByteArray content((1 << 16) + 3, 'y');
    for (int round = 0; round < 20; ++round) {
        Sha256 hash;
        for (qsizetype at = 0; at < content.size();) {
            const auto bytes = std::min<qsizetype>(random.below(20000), content.size() - at);
            hash.add(QByteArrayView(content).sliced(at, bytes));
            at += bytes;
        }
        QCOMPARE(hash.result(), sha256(content));
    }
    QCOMPARE(Sha256().result(), sha256({}));
}

void TestSha256::filesAreReadPieceByPiece()
{
    const QTemporaryDir folder;
    for (const int bytes : {0, 1, 1 << 20, (3 << 20) + 5}) {
        const QByteArray content(bytes, 'z');
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == bytes);
        file.close();
        QCOMPARE(*fileSha256Hex(file.fileName()), QString::fromLatin1(sha256(content).toHex()));
    }
}

void TestSha256::filesThatCannotBeReadAreNamed()
{
    const QTemporaryDir folder;
    const QString missing = folder.filePath(u"missing"_s);
    QCOMPARE(fileSha256Hex(missing).error().code, ErrorCode::FileNotFound);
    QVERIFY(fileSha256Hex(missing).error().message.contains(missing));
    QCOMPARE(fileSha256Hex(folder.path()).error().code, ErrorCode::FileUnreadable);
    QFile file(missing);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const CancelToken cancelled;
    cancelled.cancel();
    QCOMPARE(fileSha256Hex(missing, cancelled).error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestSha256)
#include "test_sha256.moc"
