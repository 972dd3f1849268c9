// SPDX-License-Identifier: GPL-3.0-or-later
// Whose folders a model package may be saved to.
#include "core/package/model_package.h"
#include "tests/support/golden_network.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

ModelPackage package()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 64;
    return test::hashPackage(spec);
}

} // namespace

class TestPackageTarget : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void replacesNoFolderOfOthers_data();
    void replacesNoFolderOfOthers();
    void replacesNothingThroughALink();
    void whatIsReplacedHasToBeKnown();
    void savesNoAttachmentThatNobodyKnows();
    void theShippedPackageIsKnown();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_folder; ///< a package
};

void TestPackageTarget::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_folder = m_dir->filePath(u"package"_s);
    const auto saved = saveModelPackage(package(), m_folder);
    QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
}

void TestPackageTarget::replacesNoFolderOfOthers_data()
{
    QTest::addColumn<QString>("strange");
    QTest::addColumn<QByteArray>("manifest");
    const QByteArray web = "{\"name\": \"My App\", \"start_url\": \"/\", \"icons\": []}";
    const QByteArray own = QJsonDocument(toJson(package().manifest)).toJson();
    QTest::newRow("web app") << u"src/thesis.txt"_s << web;
    QTest::newRow("a manifest alone") << QString() << web;
    QTest::newRow("empty manifest") << QString() << QByteArray();
    QTest::newRow("package with a note") << u"notes.txt"_s << own;
    QTest::newRow("package with a folder") << u"evaluation/notes/today"_s << own;
    QTest::newRow("hidden") << u".git/config"_s << own;
}

void TestPackageTarget::replacesNoFolderOfOthers()
{
    QFETCH(QString, strange);
    QFETCH(QByteArray, manifest);
    const QString folder = m_dir->filePath(u"webapp"_s);
    const QString manifestFile = folder + u"/manifest.json"_s;
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(writeFileAtomically(manifestFile, manifest));
    if (!strange.isEmpty()) {
        const QString work = folder + u'/' + strange;
        QVERIFY(QDir().mkpath(QFileInfo(work).path()));
        QVERIFY(writeFileAtomically(work, "years of work"));
    }
    for (const Existing existing : {Existing::Keep, Existing::Replace}) {
        const auto saved = saveModelPackage(package(), folder, existing);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::WriteFailed);
        QVERIFY2(saved.error().message.contains(folder), qPrintable(saved.error().message));
        QCOMPARE(*readFile(manifestFile, 1 << 20), manifest);
        if (!strange.isEmpty())
            QCOMPARE(*readFile(folder + u'/' + strange, 1 << 20), QByteArray("years of work"));
    }
}

void TestPackageTarget::replacesNothingThroughALink()
{
    const QString link = m_dir->filePath(u"current"_s);
    QVERIFY(QFile::link(m_folder, link));
    const auto saved = saveModelPackage(package(), link, Existing::Replace);
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::WriteFailed);
    QVERIFY2(saved.error().message.contains(u"link"_s), qPrintable(saved.error().message));
    QVERIFY(loadModelPackage(m_folder));
    QVERIFY(QFileInfo(link).isSymLink());
}

void TestPackageTarget::whatIsReplacedHasToBeKnown()
{
    // The place where the replaced one goes is taken by somebody.
    const QString taken = replacedFolderOf(m_folder) + u"/thesis.txt"_s;
    QVERIFY(QDir().mkpath(QFileInfo(taken).path()));
    QVERIFY(writeFileAtomically(taken, "years of work"));
    const auto saved = saveModelPackage(package(), m_folder, Existing::Replace);
    QVERIFY(!saved);
    QVERIFY2(saved.error().message.contains(u"thesis.txt"_s), qPrintable(saved.error().message));
    QVERIFY(QFile::exists(taken));
    QVERIFY(loadModelPackage(m_folder));
}

void TestPackageTarget::savesNoAttachmentThatNobodyKnows()
{
    ModelPackage strange = package();
    strange.attachments[u"../thesis.txt"_s] = "x";
    const auto saved = saveModelPackage(strange, m_dir->filePath(u"other"_s));
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::InvalidArgument);
    QVERIFY(!QFile::exists(m_dir->filePath(u"thesis.txt"_s)));
}

void TestPackageTarget::theShippedPackageIsKnown()
{
    const QString folder = m_dir->filePath(u"shipped"_s);
    const QDir models(QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-covid-cxr"));
    for (const QString& name : models.entryList(QDir::Files)) {
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::copy(models.filePath(name), folder + u'/' + name));
    }
    const auto checked = checkPackageTarget(folder, Existing::Replace);
    QVERIFY2(checked, checked ? "" : qPrintable(checked.error().message));
}

QTEST_GUILESS_MAIN(TestPackageTarget)
#include "test_package_target.moc"
