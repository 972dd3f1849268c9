// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"
#include "ui/widgets/english_plurals.h"
#include "ui/words/patient_text.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPatientText final : public QObject
{
    Q_OBJECT

    EnglishPlurals m_plurals;

    static Radiograph somebody()
    {
        Radiograph radiograph;
        radiograph.patientName = u"Doe^Jane^Q.^Dr."_s;
        radiograph.patientId = u"4711"_s;
        radiograph.patientBirthDate = u"1966-02-03"_s;
        radiograph.patientSex = u"F"_s;
        radiograph.patientAgeYears = 56.9;
        radiograph.studyDate = u"2023-01-02"_s;
        return radiograph;
    }

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }

    void allLines()
    {
        const QStringList expected{u"Doe, Jane Q. Dr."_s, u"ID 4711"_s, u"Born 1966-02-03"_s,
                                   u"Female, 56 years"_s, u"Study of 2023-01-02"_s};
        QCOMPARE(patientLines(somebody(), false), expected);
    }

    void hiddenLinesKeepSexAndAgeAlone()
    {
        QCOMPARE(patientLines(somebody(), true), QStringList{u"Female, 56 years"_s});
    }

    void whatIsMissingHasNoLine()
    {
        QCOMPARE(patientLines(Radiograph(), false), QStringList());
        Radiograph child;
        child.patientAgeYears = 0.75;
        QCOMPARE(patientLines(child, true), QStringList{u"9 months"_s});
        child.patientAgeYears = 1 / 12.0;
        QCOMPARE(patientLines(child, true), QStringList{u"1 month"_s});
    }

    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("line");
        QTest::newRow("plain") << "Doe Jane"
                               << "Doe Jane";
        QTest::newRow("given only") << "^Jane"
                                    << "Jane";
        QTest::newRow("ideographic") << u"=山田^太郎=やまだ^たろう"_s << u"山田, 太郎"_s;
        QTest::newRow("a percent sign") << "%1^%2"
                                        << "%1, %2";
    }

    void names()
    {
        QFETCH(QString, name);
        QFETCH(QString, line);
        Radiograph radiograph;
        radiograph.patientName = name;
        QCOMPARE(patientLines(radiograph, false), QStringList{line});
    }

    void titles()
    {
        const QString path = u"/archive/Doe_Jane/image 7.dcm"_s;
        QCOMPARE(studyTitle(path, 3, false), u"image 7.dcm"_s);
        QCOMPARE(studyTitle(path, 3, true), u"Study 3"_s);
    }

    void sentences_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("clean");
        const QString path = u"/archive/Doe_Jane/image (7).dcm"_s;
        QTest::newRow("file") << path << "Cannot read image (7).dcm: it is empty."
                              << "Cannot read Study 3: it is empty.";
        QTest::newRow("path") << path << "Cannot read /archive/Doe_Jane/image (7).dcm."
                              << "Cannot read Study 3.";
        QTest::newRow("folder") << path << "The folder /archive/Doe_Jane may not be read."
                                << "The folder Study 3 may not be read.";
        QTest::newRow("a way round") << "/archive/x/../Doe_Jane/image (7).dcm"
                                     << "The folder /archive/Doe_Jane may not be read."
                                     << "The folder Study 3 may not be read.";
        QTest::newRow("several") << path << "image (7).dcm, image (7).dcm."
                                 << "Study 3, Study 3.";
        QTest::newRow("whole words") << "/x/a"
                                     << "Cannot read a: an absurd \"a\"."
                                     << "Cannot read Study 3: an absurd "
                                        "\"Study 3\".";
        QTest::newRow("the root is no secret") << "/a.dcm"
                                               << "It reads 3/4 of a.dcm."
                                               << "It reads 3/4 of Study 3.";
        QTest::newRow("relative") << "a.dcm"
                                  << "Cannot read a.dcm."
                                  << "Cannot read Study 3.";
        QTest::newRow("no path") << ""
                                 << "Nothing is open."
                                 << "Nothing is open.";
    }

    void sentences()
    {
        QFETCH(QString, path);
        QFETCH(QString, sentence);
        QFETCH(QString, clean);
        QCOMPARE(withoutPath(sentence, path, u"Study 3"_s, true), clean);
        QCOMPARE(withoutPath(sentence, path, u"Study 3"_s, false), sentence);
    }

    void theSettingDecides()
    {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(u"settings.ini"_s));
        QVERIFY(!isPatientTextHidden(settings));
        settings.setValue(Setting::HidePatientText, true);
        QVERIFY(isPatientTextHidden(settings));
    }
};

QTEST_GUILESS_MAIN(TestPatientText)
#include "test_patient_text.moc"
