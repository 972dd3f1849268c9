// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace ccad::cli {

/// The exit statuses of the contract.
enum ExitStatus
{
    AllDone = 0,
    SomeFailed = 1,
    WrongUsage = 2,
    ModelUnusable = 3,
    Interrupted = 130
};

/// Text without line ends, which a name or a message may hold: a file has one line.
[[nodiscard]] QString onOneLine(QString text);
/// Prints a line of result on standard output, at once. What is not printable is shown as a symbol.
void printLine(const QString& line);
/// Prints a result as one JSON object on standard output, at once.
void printJson(const QJsonObject& json);
/// The same of compact JSON.
void printJson(const QByteArray& json);
/// Prints a line for people on standard error. What is not printable is shown as a symbol.
void printMessage(const QString& line);
/// Prints, after what a model said or does, what it may not be used for.
void printIntendedUse();

/// Prints the error and returns the status that it stands for.
[[nodiscard]] int failWith(const Error& error);
/// Prints what is wrong and how the command is used.
[[nodiscard]] int wrongUsage(const QString& what, const QString& usage);

/// Parses the arguments; returns the exit status when the program has to end at once: for --help
/// and wrong options.
[[nodiscard]] std::optional<int> parse(QCommandLineParser& parser, const QStringList& arguments,
                                       const QString& usage);

/// Cancelled by the first Ctrl+C or SIGTERM; the second one ends the program.
[[nodiscard]] const CancelToken& interruptToken();

/// Shows progress in place when standard error is a terminal, and nothing otherwise.
[[nodiscard]] Progress terminalProgress();
/// Ends the line of terminalProgress().
void endProgress();

} // namespace ccad::cli
