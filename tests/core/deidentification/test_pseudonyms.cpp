// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deidentification/internal/moved_dates.h"
#include "core/deidentification/pseudonyms.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPseudonyms : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void uidsAreConsistent();
    void uidsFollowTheStandard();
    void anotherKeyGivesOthers();
    void patientsStayApart();
    void daysAreBounded();
    void agreesWithAnotherProgram();
    void keyIsMadeOnceAndReadAgain();
    void refusesWhatIsNoKey_data();
    void refusesWhatIsNoKey();
    void movesDates_data();
    void movesDates();

private:
    const Pseudonyms m_made{QByteArray(Pseudonyms::keyBytes, 'k')};
};

void TestPseudonyms::uidsAreConsistent()
{
    QCOMPARE(m_made.uid("1.2.3"), m_made.uid("1.2.3"));
    QVERIFY(m_made.uid("1.2.3") != m_made.uid("1.2.4"));
}

void TestPseudonyms::uidsFollowTheStandard()
{
    static const QRegularExpression form(u"^2\\.25\\.(0|[1-9]\\d{0,38})$"_s);
    std::set<QByteArray> seen;
    for (int i = 0; i < 2000; ++i) {
        const QByteArray uid = m_made.uid("1.2." + QByteArray::number(i));
        QVERIFY2(form.match(QString::fromLatin1(uid)).hasMatch(), uid.constData());
        QVERIFY(uid.size() <= 64);
        seen.insert(uid);
    }
    QCOMPARE(seen.size(), std::size_t{2000});
}

void TestPseudonyms::anotherKeyGivesOthers()
{
    const Pseudonyms other(QByteArray(Pseudonyms::keyBytes, 'o'));
    QVERIFY(m_made.uid("1.2.3") != other.uid("1.2.3"));
    QVERIFY(m_made.patient("1") != other.patient("1"));
    const auto first = Pseudonyms::randomKey();
    const auto second = Pseudonyms::randomKey();
    QVERIFY(first.hasValue() && second.hasValue());
    QCOMPARE(first->size(), Pseudonyms::keyBytes);
    QVERIFY(*first != *second);
}

void TestPseudonyms::patientsStayApart()
{
    QVERIFY(m_made.patient("1\n") != m_made.patient("1\nhospital"));
    QVERIFY(m_made.patient("7").startsWith("CCAD-"));
    QVERIFY(!m_made.patient("7").contains(m_made.fileName("7")));
}

void TestPseudonyms::daysAreBounded()
{
    std::set<int> seen;
    for (int i = 0; i < 1000; ++i) {
        const int days = m_made.daysToMove(QByteArray::number(i));
        QVERIFY(days <= -30 && days >= -3650);
        seen.insert(days);
    }
    QVERIFY(seen.size() > 700);
}

/// Numbers of Python's hmac and uuid modules:
/// uuid.UUID(bytes=hmac.new(b"k" * 32, b"uid\\0" b"1.2.3", "sha256").digest()[:16], version=4).int
void TestPseudonyms::agreesWithAnotherProgram()
{
    QCOMPARE(m_made.uid("1.2.3"), "2.25.330128418958304998063103716120734495925"_ba);
    QCOMPARE(m_made.patient("7"), "CCAD-1c26b64a64135700"_ba);
}

void TestPseudonyms::keyIsMadeOnceAndReadAgain()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    const auto made = keyOfFile(path);
    QVERIFY2(made.hasValue(), made ? "" : qPrintable(made.error().message));
    const auto read = keyOfFile(path);
    QVERIFY(read.hasValue());
    QCOMPARE(*read, *made);
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup
        | QFileDevice::WriteOther;
    QVERIFY((QFileInfo(path).permissions() & others) == 0);
    const auto nowhere = keyOfFile(folder.filePath(u"none/key"_s));
    QVERIFY(!nowhere.hasValue());
}

void TestPseudonyms::refusesWhatIsNoKey_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("too short") << QByteArray(63, 'a');
    QTest::newRow("no digits") << QByteArray(64, 'z');
    QTest::newRow("too long") << QByteArray(66, 'a');
}

void TestPseudonyms::refusesWhatIsNoKey()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    QVERIFY(writeFileAtomically(path, content).hasValue());
    const auto key = keyOfFile(path);
    QVERIFY(!key.hasValue());
    QCOMPARE(key.error().code, ErrorCode::FileBroken);
}

void TestPseudonyms::movesDates_data()
{
    QTest::addColumn<QByteArray>("vr");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("days");
    QTest::addColumn<bool>("isDate");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* vr, const char* value, int days, bool isDate,
                        const char* expected) {
        QTest::newRow(name) << QByteArray(vr) << QByteArray(value) << days << isDate
                            << QByteArray(expected);
    };
    row("a day", "DA", "20240301", -1, true, "20240229");
    row("a day, padded", "DA", "20240301 ", -1, true, "20240229");
    row("several, one empty", "DA", "20240301\\\\20240302", -366, true, "20230301\\\\20230302");
    row("as ACR-NEMA wrote it", "DA", "2024.03.01", -1, true, "20240229");
    row("nothing", "DA", "", -5, true, "");
    row("no day", "DA", "20240230", -5, false, "");
    row("words", "DA", "yesterday", -5, false, "");
    row("a range", "DA", "20240101-20240202", -5, false, "");
    row("a moment with its zone", "DT", "20240301120000.123456+0100", -1, true,
        "20240229120000.123456+0100");
    row("a year", "DT", "2024", -366, true, "2023");
    row("a month", "DT", "202403", -31, true, "202402");
    row("words behind a moment", "DT", "20240301 SMITH", -1, false, "");
    row("a time", "TM", "120000.5", -400, true, "120000.5");
    row("words for a time", "TM", "SMITH", -400, false, "");
}

void TestPseudonyms::movesDates()
{
    QFETCH(QByteArray, vr);
    QFETCH(QByteArray, value);
    QFETCH(int, days);
    QFETCH(bool, isDate);
    QFETCH(QByteArray, expected);
    const auto moved = movedDates(value, vr, days);
    QCOMPARE(moved.has_value(), isDate);
    if (moved)
        QCOMPARE(*moved, expected);
}

QTEST_GUILESS_MAIN(TestPseudonyms)
#include "test_pseudonyms.moc"
