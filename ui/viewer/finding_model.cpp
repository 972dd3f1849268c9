// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/finding_model.h"

#include "core/base/plain_number.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int shortSha = 12;

QString milliseconds(double ms)
{
    return QString::number(ms, 'f', ms < 10 ? 1 : 0);
}

} // namespace

FindingModel::FindingModel(QWidget* parent)
    : QWidget(parent), m_name(makeTextLabel({}, "text", this)),
      m_test(makeTextLabel({}, "muted", this)), m_calibration(makeTextLabel({}, "muted", this)),
      m_timings(makeTextLabel({}, "muted", this))
{
    setAccessibleName(tr("Model"));
    m_name->setObjectName(u"modelName"_s);
    m_test->setObjectName(u"modelTest"_s);
    m_calibration->setObjectName(u"modelCalibration"_s);
    m_timings->setObjectName(u"timings"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    for (QLabel* label : {m_name, m_test, m_calibration, m_timings})
        layout->addWidget(label);
    setPlainText(m_name, tr("Loading the model…"));
}

void FindingModel::setModel(const ModelManifest& manifest)
{
    setPlainText(m_name,
                 tr("%1 %2 · %3")
                     .arg(manifest.name, manifest.version, manifest.weightsSha256.left(shortSha)));
    m_name->setToolTip(tr("SHA-256 of the weights: %1").arg(manifest.weightsSha256));
    setPlainText(m_test,
                 manifest.externalEvaluation.isEmpty()
                     ? tr("Nobody has tested this model on data from outside.")
                     : tr("Tested from outside. %1").arg(manifest.externalEvaluation));
    // A model that nobody calibrated has a temperature of exactly 1.
    setPlainText(m_calibration,
                 manifest.temperature == 1.0
                     ? tr("The probabilities are not calibrated.")
                     : tr("The probabilities are calibrated (temperature %1).")
                           .arg(plainNumber(manifest.temperature, 3)));
}

void FindingModel::setProblem(const QString& sentence)
{
    setPlainText(m_name, tr("No model"));
    m_name->setToolTip({});
    setPlainText(m_test, sentence);
    setPlainText(m_calibration, {});
    clearTimings();
}

void FindingModel::setTimings(const Timings& timings)
{
    setPlainText(
        m_timings,
        tr("Read in %1 ms, analysed in %2 ms.")
            .arg(milliseconds(timings.decodeMs), milliseconds(timings.totalMs - timings.decodeMs)));
    const QString parts
        = tr("Read %1 ms, prepared %2 ms, network %3 ms, map %4 ms.")
              .arg(milliseconds(timings.decodeMs), milliseconds(timings.preprocessMs),
                   milliseconds(timings.inferMs), milliseconds(timings.explainMs));
    m_timings->setToolTip(parts);
    m_timings->setAccessibleDescription(parts);
}

void FindingModel::clearTimings()
{
    setPlainText(m_timings, {});
    m_timings->setToolTip({});
}

} // namespace ccad
