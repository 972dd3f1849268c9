// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>

#include <cstdint>

namespace ccad::cli {

/// The options that `train` and `cross-validate` share, and the numbers among them with their
/// ranges checked.
class TrainOptions
{
public:
    explicit TrainOptions(const QString& description);

    [[nodiscard]] QCommandLineParser& parser() { return m_parser; }
    [[nodiscard]] QString text(const char* name) const;
    /// Of the option, or `fallback` when it is not given.
    [[nodiscard]] QString text(const char* name, const QString& fallback) const;
    [[nodiscard]] QStringList texts(const char* name) const;
    [[nodiscard]] bool isSet(const char* name) const;
    /// The one positional argument.
    [[nodiscard]] QString dataset() const;

    // Each leaves the target as it is when the option is not given, or complains.
    void read(const char* name, int low, int high, int& target);
    void read(const char* name, double low, double high, double& target);
    void read(const char* name, std::uint64_t& target);

    /// What is wrong with the last bad value; empty when all are good.
    [[nodiscard]] const QString& complaint() const { return m_complaint; }
    void complain(const char* name);

    /// The lines of a usage text that tell these options.
    static QString usage();

private:
    QCommandLineParser m_parser;
    QString m_complaint;
};

} // namespace ccad::cli
