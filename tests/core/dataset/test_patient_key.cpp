// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"
#include "core/dataset/patient_key.h"
#include "tests/core/dataset/picture_files.h"
#include "tests/support/environment.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPatientKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patternsGiveKeys_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("key");
        const QString numbered = u"([^/]+)-[0-9]+\\.[a-z]+$"_s;
        QTest::newRow("number behind") << numbered << "covid/p12-3.png"
                                       << "p12";
        QTest::newRow("no match") << numbered << "covid/p12.png"
                                  << "";
        QTest::newRow("folder") << "^[^/]+/([^/]+)/"
                                << "covid/doe/1.dcm"
                                << "doe";
        QTest::newRow("underscore") << "([0-9]{8})_[0-9]{3}"
                                    << "normal/00001280_004.png"
                                    << "00001280";
        QTest::newRow("empty group") << "x([0-9]*)"
                                     << "x.png"
                                     << "";
        QTest::newRow("letters beyond ASCII") << "^([^_]+)_"
                                              << "Müller_1.png"
                                              << "Müller";
    }
    void patternsGiveKeys()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, path);
        QVERIFY(checkPattern(pattern).hasValue());
        QTEST(patientKeyFromPath(pattern, path), "key");
    }

    void badPatternsAreExplained_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << " "
                               << "is empty";
        QTest::newRow("open") << "ab(c"
                              << "character";
        QTest::newRow("no group") << "[a-z]+"
                                  << "0 capturing groups";
        QTest::newRow("two groups") << "(a)(b)"
                                    << "2 capturing groups";
    }
    void badPatternsAreExplained()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, words);
        const auto checked = checkPattern(pattern);
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(checked.error().message.contains(words), qPrintable(checked.error().message));
    }

    void aPatternWithinAPatternIsNoTrap()
    {
        // Backtracks without end; PCRE gives up and the key is unknown.
        QCOMPARE(patientKeyFromPath(u"(a+)+$"_s, QString(50, u'a') + u'!'), QString());
    }

    void pseudonymsHideTheId()
    {
        // printf 'PAT-7' | sha256sum
        QCOMPARE(patientDigest(u"PAT-7"_s), sha256Hex(QByteArrayLiteral("PAT-7")).left(16));
        QCOMPARE(pseudonym(u"PAT-7"_s).size(), qsizetype{16});
        QVERIFY(pseudonym(u"PAT-7"_s) != patientDigest(u"PAT-7"_s));
        QVERIFY(pseudonym(u"PAT-7"_s) != pseudonym(u"PAT-8"_s));
        QCOMPARE(pseudonym(u"PAT-7"_s), pseudonymOf(patientDigest(u"PAT-7"_s)));
        QCOMPARE(pseudonym(QString()), QString());
    }

    void anotherInstallationGivesOtherPseudonyms()
    {
        const QTemporaryDir first;
        const QTemporaryDir second;
        QString here;
        {
            const test::EnvironmentValue home("XDG_DATA_HOME", first.path().toUtf8());
            here = pseudonym(u"PAT-7"_s);
            QCOMPARE(pseudonym(u"PAT-7"_s), here);
        }
        {
            const test::EnvironmentValue home("XDG_DATA_HOME", second.path().toUtf8());
            QVERIFY(pseudonym(u"PAT-7"_s) != here);
        }
        const test::EnvironmentValue home("XDG_DATA_HOME", first.path().toUtf8());
        QCOMPARE(pseudonym(u"PAT-7"_s), here);
    }

    void theRuleIsAppliedToATree()
    {
        const test::PictureFiles files;
        for (const char* name : {"a/p1-1.png", "a/p1-2.png", "b/p2-1.png", "b/other.png"})
            files.write(QString::fromLatin1(name), "x");
        DatasetQuery query;
        query.patientKey = {PatientKeyRule::Source::FileName, u"([^/]+)-[0-9]+\\.png$"_s};
        query.groupBy = u"patient"_s;
        const auto dataset = readDataset(files.path(), query);
        QVERIFY(dataset.hasValue());
        QStringList keys;
        for (const DatasetItem& item : dataset->items) {
            keys << item.patient;
            QCOMPARE(item.group, item.patient);
        }
        QCOMPARE(keys, QStringList({"p1", "p1", "", "p2"}));
        QVERIFY(!dataset->knowsPatients());
        query.patientKey.pattern = u"("_s;
        QCOMPARE(readDataset(files.path(), query).error().code, ErrorCode::InvalidArgument);
    }

    void theRuleOverrulesAManifest()
    {
        const test::PictureFiles files;
        const QString path
            = files.write(u"m.csv"_s, "file,label,patient\nx/a_1.png,n,7\nb.png,s,8\n");
        DatasetQuery query;
        query.patientKey = {PatientKeyRule::Source::FileName, u"x/([^_]+)_"_s};
        auto dataset = readDataset(path, query);
        QVERIFY(dataset.hasValue());
        QCOMPARE(dataset->items[0].patient, QString()); // b.png
        QCOMPARE(dataset->items[1].patient, u"a"_s);
        query.patientKey.source = PatientKeyRule::Source::None;
        dataset = readDataset(path, query);
        QCOMPARE(dataset->items[0].patient, QString());
    }
};

QTEST_GUILESS_MAIN(TestPatientKey)
#include "test_patient_key.moc"
