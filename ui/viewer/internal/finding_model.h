// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"
#include "core/package/model_package.h"

#include <QWidget>

class QLabel;

namespace ccad {

/// What the model is, how it did on data from outside, how its probabilities are to be read, and
/// how long its last answer took.
class FindingModel final : public QWidget
{
    Q_OBJECT
public:
    explicit FindingModel(QWidget* parent = nullptr);

    void setModel(const ModelManifest& manifest);
    void setProblem(const QString& sentence); ///< there is none, and why
    void setTimings(const Timings& timings);
    void clearTimings();

private:
    QLabel* m_name;
    QLabel* m_test;
    QLabel* m_calibration;
    QLabel* m_timings;
};

} // namespace ccad
