// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"
#include "core/package/model_package.h"

#include <QWidget>

class QLabel;

namespace ccad {

/// Shows which model it is, how it did on data from outside, how to read its probabilities, and how
/// long its last answer took.
class FindingModel final : public QWidget
{
    Q_OBJECT
public:
    explicit FindingModel(QWidget* parent = nullptr);

    void setModel(const ModelManifest& manifest);
    void setProblem(const QString& sentence); ///< says why there is no model
    void setTimings(const Timings& timings);
    void clearTimings();

private:
    QLabel* m_name;
    QLabel* m_test;
    QLabel* m_calibration;
    QLabel* m_timings;
};

} // namespace ccad
