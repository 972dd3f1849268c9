// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

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
        const CliRun run = runCli(QStringList{QStringLiteral("audit"), QStringLiteral("--json"),
                                              QStringLiteral("--out"),
                                              m_folder.filePath(QStringLiteral("audit"))}
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
    if (!QDir(m_shared + QStringLiteral("/data/paper-b")).exists())
        QSKIP("The radiographs of the development data are not here (see CCAD_SHARED).");
}

void TestCliAuditData::thePapersRecipeOnSetBIsRed()
{
    const QString dataset = m_shared + QStringLiteral("/data/paper-b");
    const QString model = m_folder.filePath(QStringLiteral("paper-b"));
    // The head alone: the audit asks the features, which ten epochs of it do not change.
    const CliRun trained = runCli(
        {QStringLiteral("train"), dataset, QStringLiteral("--out"), model,
         QStringLiteral("--recipe"), QStringLiteral("paper"), QStringLiteral("--base"),
         m_shared + QStringLiteral("/weights/mobilenet_v2_imagenet.safetensors"),
         QStringLiteral("--epochs"), QStringLiteral("1"), QStringLiteral("--fine-tune-epochs"),
         QStringLiteral("0"), QStringLiteral("--no-gate")});
    QVERIFY2(trained.status == 0, qPrintable(trained.messages));
    const QJsonObject audit = audited({dataset, QStringLiteral("--model"), model});
    QCOMPARE(audit[QStringLiteral("verdict")].toString(), QStringLiteral("red"));
    QVERIFY(!audit[QStringLiteral("reasons")].toArray().isEmpty());
    // Red is part of the model from then on.
    const CliRun info = runCli({QStringLiteral("model"), QStringLiteral("info"), model});
    QVERIFY2(info.output.contains(QStringLiteral("red")), qPrintable(info.output));
}

void TestCliAuditData::aSharedSourceIsNotRed()
{
    const QJsonObject audit = audited(
        {m_shared + QStringLiteral("/data/cxr/manifest.csv"), QStringLiteral("--where"),
         QStringLiteral("source=nih"), QStringLiteral("--images"), QStringLiteral("300"),
         QStringLiteral("--model"), QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-covid-cxr")});
    const QString verdict = audit[QStringLiteral("verdict")].toString();
    QVERIFY2(verdict == QStringLiteral("green") || verdict == QStringLiteral("amber"),
             qPrintable(verdict));
}

QTEST_GUILESS_MAIN(TestCliAuditData)
#include "test_cli_audit_data.moc"
