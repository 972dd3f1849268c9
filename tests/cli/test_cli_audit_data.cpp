// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Audits of real radiographs: the paper's second data set, in which each class has a source of its
/// own, and a set whose classes share their source.
class TestCliAuditData : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void thePapersRecipeOnSetBIsRed();
    void aSharedSourceIsNotRed();

private:
    [[nodiscard]] QJsonObject audited(const QStringList& arguments) const
    {
        const CliRun run
            = runCli(QStringList{u"audit"_s, u"--json"_s, u"--out"_s, m_folder.filePath(u"audit"_s)}
                     + arguments);
        const auto json = run.json();
        return run.status == 0 && json.size() == 1 ? json.front() : QJsonObject();
    }

    QTemporaryDir m_folder;
    QString m_shared;
};

void TestCliAuditData::initTestCase()
{
    m_shared = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    if (!QDir(m_shared + u"/data/paper-b"_s).exists())
        QSKIP("The radiographs of the development data are not here (see CCAD_SHARED).");
}

void TestCliAuditData::thePapersRecipeOnSetBIsRed()
{
    const QString dataset = m_shared + u"/data/paper-b"_s;
    const QString model = m_folder.filePath(u"paper-b"_s);
    // The head alone: the audit asks the features, which ten epochs of it do not change.
    const CliRun trained
        = runCli({u"train"_s, dataset, u"--out"_s, model, u"--recipe"_s, u"paper"_s, u"--base"_s,
                  m_shared + u"/weights/mobilenet_v2_imagenet.safetensors"_s, u"--epochs"_s, u"1"_s,
                  u"--fine-tune-epochs"_s, u"0"_s, u"--no-gate"_s});
    QVERIFY2(trained.status == 0, qPrintable(trained.messages));
    const QJsonObject audit = audited({dataset, u"--model"_s, model});
    QCOMPARE(audit[u"verdict"_s].toString(), u"red"_s);
    QVERIFY(!audit[u"reasons"_s].toArray().isEmpty());
    // Red is part of the model from then on.
    const CliRun info = runCli({u"model"_s, u"info"_s, model});
    QVERIFY2(info.output.contains(u"red"_s), qPrintable(info.output));
}

void TestCliAuditData::aSharedSourceIsNotRed()
{
    const QJsonObject audit = audited({m_shared + u"/data/cxr/manifest.csv"_s, u"--where"_s,
                                       u"source=nih"_s, u"--images"_s, u"300"_s, u"--model"_s,
                                       QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-covid-cxr")});
    const QString verdict = audit[u"verdict"_s].toString();
    QVERIFY2(verdict == u"green"_s || verdict == u"amber"_s, qPrintable(verdict));
}

QTEST_GUILESS_MAIN(TestCliAuditData)
#include "test_cli_audit_data.moc"
