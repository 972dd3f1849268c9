// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/golden_network.h"
#include "tests/support/patience.h"
#include "tests/support/phantom.h"

#include <QProcess>
#include <QStringList>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// What a run of ccad-cli came to.
struct CliRun
{
    int status = -1; ///< -1: it did not end, or was killed
    QString output;
    QString messages;

    [[nodiscard]] QStringList lines() const { return output.split(u'\n', Qt::SkipEmptyParts); }
    /// The lines of output as JSON; an empty object for a line that is none.
    [[nodiscard]] std::vector<QJsonObject> json() const
    {
        std::vector<QJsonObject> objects;
        for (const QString& line : lines())
            objects.push_back(QJsonDocument::fromJson(line.toUtf8()).object());
        return objects;
    }
};

/// `variables` are set in its environment beside those of the test.
inline CliRun runCli(const QStringList& arguments,
                     const std::vector<std::pair<QString, QString>>& variables = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : variables)
        environment.insert(name, value);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(CCAD_CLI), arguments);
    CliRun run;
    if (process.waitForFinished(5 * test::patienceMs)
        && process.exitStatus() == QProcess::NormalExit)
        run.status = process.exitCode();
    run.output = QString::fromUtf8(process.readAllStandardOutput());
    run.messages = QString::fromUtf8(process.readAllStandardError());
    return run;
}

/// A narrow network of three classes, quick to load and to run.
inline ModelPackage quickPackage()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 64;
    spec.classes = 3;
    ModelPackage package = hashPackage(spec);
    package.manifest.classes = {{u"covid"_s, u"COVID-19 pneumonia"_s},
                                {u"pneumonia"_s, u"Other pneumonia"_s},
                                {u"normal"_s, u"No finding"_s}};
    package.card = u"# Quick model\n"_s;
    return package;
}

/// A drawn chest as DICOM; `tags` may change what it says of itself.
inline QByteArray chestDicom(const std::function<void(DcmDataset&)>& tags = {})
{
    DicomSpec spec;
    spec.columns = 96;
    spec.rows = 112;
    spec.values = drawChest(spec.columns, spec.rows, 4095);
    spec.tags = tags;
    return writeDicom(spec);
}

inline QByteArray handDicom()
{
    return chestDicom(
        [](DcmDataset& dataset) { dataset.putAndInsertString(DCM_BodyPartExamined, "HAND"); });
}

} // namespace ccad::test
