// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/package/package_export.h"
#include "tests/support/hash_weights.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPackageExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void copiesAllOfIt();
    void noRowAboutAPatientLeaves();
    void rowsGoAlongWhenAskedForByName();
    void examplesOfEarlierVersionsStayAtHome();
    void asksForWordsWhereTheAuditIsRed_data();
    void asksForWordsWhereTheAuditIsRed();
    void replacesNothingElse();
    void neverIntoItself();
    void exportsNothingBroken();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QString makePackage(AuditSummary::Colour colour) const;
    QString makePackageWithPatients(const char* to) const;

    QTemporaryDir m_folder;
};

QString TestPackageExport::makePackage(AuditSummary::Colour colour) const
{
    ModelPackage package;
    package.manifest.name = u"test-model"_s;
    package.manifest.version = u"1.0"_s;
    package.manifest.network.widthMultiplier = 0.1;
    package.manifest.network.inputSize = 64;
    package.manifest.preprocess.inputSize = 64;
    package.manifest.classes = {{u"covid"_s, {}}, {u"normal"_s, {}}};
    package.manifest.audit = {colour, u"Its sources have one class each."_s};
    package.weights = test::hashWeights(package.manifest.network);
    package.card = u"# Test model\n"_s;
    package.attachments[u"evaluation/metrics.json"_s] = "{}";
    const auto saved = saveModelPackage(package, path("package"), Existing::Replace);
    return saved ? path("package") : QString();
}

void TestPackageExport::copiesAllOfIt()
{
    const QString folder = makePackage(AuditSummary::Colour::Amber);
    QVERIFY(acknowledgementFor({AuditSummary::Colour::Amber, {}}).isEmpty());
    const auto done = exportModelPackage(folder, path("copy"), {});
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    for (const char* name :
         {"manifest.json", "weights.safetensors", "MODEL_CARD.md", "evaluation/metrics.json"}) {
        const QString file = u"/%1"_s.arg(QLatin1String(name));
        const auto before = readFile(folder + file, 10'000'000);
        const auto after = readFile(path("copy") + file, 10'000'000);
        QVERIFY2(before && after && *before == *after, name);
    }
    QVERIFY(loadModelPackage(path("copy")).hasValue());
    const auto again = exportModelPackage(folder, path("copy"), {});
    QVERIFY(!again.hasValue());
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
    QVERIFY(exportModelPackage(folder, path("copy"), {}, Existing::Replace).hasValue());
    QVERIFY(loadModelPackage(path("copy")).hasValue());
    QVERIFY(loadModelPackage(path("copy.old")).hasValue());
}

/// With all that a training and other tools keep, and what somebody put there himself.
QString TestPackageExport::makePackageWithPatients(const char* to) const
{
    const QString folder = path(to);
    if (!QDir().rename(makePackage(AuditSummary::Colour::Green), folder))
        qFatal("cannot move a test package");
    const QByteArray row = "Mueller_Hans_1961-03-04.dcm,0123456789abcdef,north,covid\n";
    QDir().mkpath(folder + u"/evaluation"_s);
    const std::map<QString, QByteArray> files{
        {u"evaluation/predictions.csv"_s, "file,patient,source,label\n" + row},
        {u"evaluation/validation.csv"_s, "file,patient,source,label\n" + row},
        {u"evaluation/outside.csv"_s, "file,patient,source,label\n" + row},
        {u"evaluation/unreadable.txt"_s, "Mueller_Hans_1961-03-04.dcm is no picture.\n"},
        {u"evaluation/data_folder.txt"_s, "/home/doctor/Mueller\n"},
        {u"evaluation/roc.csv"_s, "class,threshold\n"},
        {u"evaluation/roc.svg"_s, "<svg/>"},
        {u"evaluation/confusion.csv"_s, "label,covid\n"},
        {u"same_exposures.csv"_s, row},
        {u"severity.json"_s,
         "{\"model\": \"m\", \"notes\": [\"The first: Mueller_Hans_1961-03-04.dcm\"], "
         "\"unreadable\": [\"Mueller_Hans_1961-03-04.dcm is no picture.\"]}"},
        {u"notes of Mueller.txt"_s, "Mueller"},
        {u"evaluation/Mueller.png"_s, "Mueller"},
    };
    for (const auto& [name, content] : files)
        if (!writeFileAtomically(folder + u'/' + name, content))
            qFatal("cannot write a test file");
    return folder;
}

void TestPackageExport::noRowAboutAPatientLeaves()
{
    const QString folder = makePackageWithPatients("trained here");
    QVERIFY(QFile::link(folder + u"/notes of Mueller.txt"_s, folder + u"/LICENSE.md"_s));
    const auto done = exportModelPackage(folder, path("clean copy"), {});
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    QVERIFY(loadModelPackage(path("clean copy")).hasValue());
    for (const char* name : {"metrics.json", "roc.csv", "roc.svg", "confusion.csv"})
        QVERIFY2(QFile::exists(path("clean copy/evaluation/") + QLatin1String(name)), name);
    QVERIFY(readFile(path("clean copy/severity.json"), 1000)->contains("\"model\""));
    int seen = 0;
    QDirIterator files(path("clean copy"), QDir::Files | QDir::Hidden | QDir::System,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const auto content = readFile(file, 10'000'000);
        QVERIFY(content.hasValue());
        for (const char* word : {"Mueller", "0123456789abcdef", "/home/doctor"}) {
            QVERIFY2(!content->contains(word), qPrintable(file));
            QVERIFY2(!file.contains(QLatin1String(word)), qPrintable(file));
        }
        ++seen;
    }
    QCOMPARE(seen, 8);
    // All of it is at home as before.
    QVERIFY(QFile::exists(folder + u"/evaluation/predictions.csv"_s));
}

void TestPackageExport::rowsGoAlongWhenAskedForByName()
{
    const QString folder = makePackageWithPatients("trained here, too");
    const auto done
        = exportModelPackage(folder, path("full copy"), {}, Existing::Keep, CaseRows::GoAlong);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    QVERIFY(readFile(path("full copy/evaluation/predictions.csv"), 1000)->contains("Mueller"));
    QVERIFY(!QFile::exists(path("full copy/notes of Mueller.txt")));
}

/// Trainings of earlier versions wrote names of files into card and manifest.
void TestPackageExport::examplesOfEarlierVersionsStayAtHome()
{
    const QString folder = makePackage(AuditSummary::Colour::Green);
    const QString pairs = u"3 pairs of images look the same, but have different labels"_s;
    const QString left = u"1 file is left out because they cannot be read"_s;
    const QString rows = u"Rows of the manifest that could not be read: 2"_s;
    const QString other = u"The first one: 7 of 9 files, such as these, are fine."_s;
    const auto card = [&](const QStringList& ends) {
        return u"# Test model\n\n- %1%2\n- %3%4\n- %5\n\n## Severity\n\n%6%7\n"_s
            .arg(pairs, ends[0], left, ends[1], other, rows, ends[2])
            .toUtf8();
    };
    const QStringList named{u", such as Mueller, such as.dcm and Mueller_2.dcm."_s,
                            u". The first one: Mueller.dcm is empty."_s,
                            u". The first: There is no file Mueller.dcm."_s};
    QVERIFY(writeFileAtomically(folder + u"/MODEL_CARD.md"_s, card(named)));
    const auto manifest = readFile(folder + u"/manifest.json"_s, 1'000'000);
    QVERIFY(manifest.hasValue());
    QJsonObject json = QJsonDocument::fromJson(*manifest).object();
    json[u"provenance"_s] = QJsonObject{
        {u"seed"_s, u"1"_s},
        {u"concerns"_s, QJsonArray{pairs + named[0], left + u". The first one: Mueller\nHans"_s}}};
    json[u"later"_s] = u"kept"_s;
    QVERIFY(writeFileAtomically(folder + u"/manifest.json"_s, QJsonDocument(json).toJson()));

    const auto done = exportModelPackage(folder, path("anonymous copy"), {});
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    QCOMPARE(*readFile(path("anonymous copy/MODEL_CARD.md"), 10'000),
             card({u"."_s, u"."_s, u"."_s}));
    json[u"provenance"_s]
        = QJsonObject{{u"seed"_s, u"1"_s}, {u"concerns"_s, QJsonArray{pairs + u'.', left + u'.'}}};
    QCOMPARE(*readFile(path("anonymous copy/manifest.json"), 1'000'000),
             QJsonDocument(json).toJson());
    QVERIFY(loadModelPackage(path("anonymous copy")).hasValue());
    QCOMPARE(*readFile(folder + u"/MODEL_CARD.md"_s, 10'000), card(named)); // at home as before
}

void TestPackageExport::asksForWordsWhereTheAuditIsRed_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("accepted");
    const QString wanted = acknowledgementFor({AuditSummary::Colour::Red, {}});
    QVERIFY(!wanted.isEmpty());
    QTest::newRow("none") << QString() << false;
    QTest::newRow("others") << u"yes"_s << false;
    QTest::newRow("half of them") << wanted.left(wanted.size() / 2) << false;
    QTest::newRow("as asked") << wanted << true;
    QTest::newRow("loosely typed") << u"  %1 "_s.arg(wanted.toUpper()) << true;
}

void TestPackageExport::asksForWordsWhereTheAuditIsRed()
{
    QFETCH(const QString, words);
    QFETCH(const bool, accepted);
    const QString folder = makePackage(AuditSummary::Colour::Red);
    const QString target = path("red copy");
    QDir(target).removeRecursively();
    const auto done = exportModelPackage(folder, target, words);
    QCOMPARE(done.hasValue(), accepted);
    QCOMPARE(QDir(target).exists(), accepted);
    if (accepted)
        return;
    QCOMPARE(done.error().code, ErrorCode::InvalidArgument);
    QVERIFY(done.error().message.contains(u"Its sources have one class each."_s));
    QVERIFY(done.error().message.contains(acknowledgementFor({AuditSummary::Colour::Red, {}})));
}

void TestPackageExport::replacesNothingElse()
{
    const QString folder = makePackage(AuditSummary::Colour::Green);
    QVERIFY(QDir().mkpath(path("thesis")));
    QVERIFY(writeFileAtomically(path("thesis/chapter.txt"), "important").hasValue());
    const auto done = exportModelPackage(folder, path("thesis"), {});
    QVERIFY(!done.hasValue());
    QCOMPARE(done.error().code, ErrorCode::WriteFailed);
    QVERIFY(QFile::exists(path("thesis/chapter.txt")));
    // Nor is a web app with a manifest.json a package, whatever was asked for.
    QVERIFY(writeFileAtomically(path("thesis/manifest.json"), "{\"start_url\": \"/\"}").hasValue());
    const auto asked = exportModelPackage(folder, path("thesis"), {}, Existing::Replace);
    QVERIFY(!asked.hasValue());
    QCOMPARE(asked.error().code, ErrorCode::WriteFailed);
    QVERIFY2(asked.error().message.contains(u"chapter.txt"_s), qPrintable(asked.error().message));
    QVERIFY(QFile::exists(path("thesis/chapter.txt")));
}

void TestPackageExport::neverIntoItself()
{
    const QString folder = makePackage(AuditSummary::Colour::Green);
    for (const QString& target : {folder, folder + u"/copy"_s}) {
        const auto done = exportModelPackage(folder, target, {});
        QVERIFY(!done.hasValue());
        QCOMPARE(done.error().code, ErrorCode::InvalidArgument);
    }
    QVERIFY(loadModelPackage(folder).hasValue());
}

void TestPackageExport::exportsNothingBroken()
{
    const QString folder = makePackage(AuditSummary::Colour::Green);
    QVERIFY(writeFileAtomically(folder + u"/weights.safetensors"_s, "x").hasValue());
    const auto done = exportModelPackage(folder, path("broken copy"), {});
    QVERIFY(!done.hasValue());
    QCOMPARE(done.error().code, ErrorCode::ModelBroken);
    QVERIFY(!QDir(path("broken copy")).exists());
}

QTEST_GUILESS_MAIN(TestPackageExport)
#include "test_package_export.moc"
