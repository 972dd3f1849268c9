// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/cli/cli_run.h"
#include "tests/core/isolation/process_facts.h"
#include "tests/support/patience.h"

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A run of `ccad-cli screen` that can be killed.
class ScreenRun
{
public:
    explicit ScreenRun(const QStringList& arguments)
    {
        m_process.setStandardOutputFile(QProcess::nullDevice());
        m_process.start(QStringLiteral(CCAD_CLI), QStringList{u"screen"_s} + arguments);
        m_process.waitForStarted(test::patienceMs);
    }

    /// True when it ended by itself within that time; then status() and messages() tell how.
    [[nodiscard]] bool endsWithin(int milliseconds)
    {
        return m_process.waitForFinished(milliseconds);
    }
    /// SIGKILL, as by the system short of memory or a power cut.
    void killAll()
    {
        m_process.kill();
        m_process.waitForFinished(test::patienceMs);
    }
    [[nodiscard]] int status() const
    {
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    [[nodiscard]] QString messages()
    {
        m_messages += m_process.readAllStandardError();
        return QString::fromUtf8(m_messages);
    }
    /// Its decoders that run now.
    [[nodiscard]] std::vector<pid_t> decoders() const
    {
        return childProcesses(QString::number(m_process.processId()));
    }

private:
    QProcess m_process;
    QByteArray m_messages;
};

} // namespace ccad::test
