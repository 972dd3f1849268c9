// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QCommandLineParser>

namespace ccad::cli {

/// The options of `train`, and the numbers among them with their ranges checked.
class TrainOptions
{
public:
    TrainOptions();

    [[nodiscard]] QCommandLineParser& parser() { return m_parser; }
    [[nodiscard]] QString text(const char* name) const;
    [[nodiscard]] QStringList texts(const char* name) const;
    [[nodiscard]] bool isSet(const char* name) const;

    // Each leaves the target as it is when the option is not given, or complains.
    void read(const char* name, int low, int high, int& target);
    void read(const char* name, double low, double high, double& target);
    void read(const char* name, std::uint64_t& target);

    /// What is wrong with the last bad number; empty when all are good.
    [[nodiscard]] const QString& complaint() const { return m_complaint; }

private:
    void complain(const char* name);

    QCommandLineParser m_parser;
    QString m_complaint;
};

/// Reads the data set and the base weights that the options name. Errors: InvalidArgument for
/// options that make no sense, and those of readDataset and loadPackageOrWeights.
[[nodiscard]] Result<TrainingRequest> trainingRequest(TrainOptions& options);

} // namespace ccad::cli
