// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <utility>
#include <vector>

namespace ccad {

/// Priorities of syslog.
enum class LogPriority
{
    Error = 3,
    Warning = 4,
    Info = 6,
};

/// One thing that happened. Never holds anything of a patient or a film: films have numbers.
struct LogEvent
{
    LogPriority priority = LogPriority::Info;
    QString text; ///< a sentence
    /// Names in capitals, for programs that look for events: "FILM", "PEER", "ARCHIVE", "STATE".
    std::vector<std::pair<QByteArray, QString>> fields = {};
};

/// Called from many threads.
using NodeLog = std::function<void(const LogEvent& event)>;

} // namespace ccad
