// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_names.h"
#include "core/base/files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestFileNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsItself()
    {
        for (const char* name : {"", "chest.dcm", "Müller 胸部.dcm", "\xF0\x9F\xAB\x80.png"}) {
            QCOMPARE(decodedFileName(name), QString::fromUtf8(name));
            QVERIFY(!isBadlyNamed(decodedFileName(name)));
        }
    }

    void bytesThatAreNoTextAreTold_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* what, const QByteArray& bytes, const char* shown) {
            QTest::newRow(what) << bytes << QString::fromUtf8(shown);
        };
        row("Latin-1", "M\xFCller.dcm", "M\uFFFD(FC)ller.dcm");
        row("another byte", "M\xF6ller.dcm", "M\uFFFD(F6)ller.dcm");
        row("beside text", "M\xFCller \xE8\x83\xB8.dcm", "M\uFFFD(FC)ller 胸.dcm");
        row("half a character", "a\xE8\x83", "a\uFFFD(E8)\uFFFD(83)");
        row("half a surrogate pair", "\xED\xA0\x80", "\uFFFD(ED)\uFFFD(A0)\uFFFD(80)");
    }

    void bytesThatAreNoTextAreTold()
    {
        QFETCH(QByteArray, bytes);
        QTEST(decodedFileName(bytes), "shown");
        QVERIFY(isBadlyNamed(decodedFileName(bytes)));
    }

    void aReaderSaysWhyItFindsNothing()
    {
        const QTemporaryDir folder;
        const QByteArray bytes = QFile::encodeName(folder.path()) + "/M\xFCller";
        ::close(::creat(bytes.constData(), 0600));
        const auto read = readFile(decodedFileName(bytes), 100);
        ::unlink(bytes.constData()); // Qt cannot
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::FileUnreadable);
        QVERIFY2(read.error().message.contains(u"its name is not valid UTF-8"_s),
                 qPrintable(read.error().message));
        QCOMPARE(readFile(folder.filePath(u"gone"_s), 100).error().code, ErrorCode::FileNotFound);
    }

    void aNameMayHoldAReplacementCharacter()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"M\uFFFDller"_s);
        QVERIFY(writeFileAtomically(path, "content"));
        QCOMPARE(*readFile(path, 100), QByteArray("content"));
    }

    void argumentsOfAProgram()
    {
        const std::array arguments = {"program", "--json", "M\xFCller"};
        QCOMPARE(programArguments(int(arguments.size()), arguments.data()),
                 QStringList({u"program"_s, u"--json"_s, u"M\uFFFD(FC)ller"_s}));
    }
};

QTEST_GUILESS_MAIN(TestFileNames)
#include "test_file_names.moc"
