// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/newest_wins.h"

namespace ccad {

NewestWins::NewestWins(QObject* parent) : QObject(parent)
{
    // Two threads: the newest need not wait for the overtaken one to notice that it is cancelled.
    m_pool.setMaxThreadCount(2);
}

NewestWins::~NewestWins()
{
    cancel();
    m_pool.waitForDone();
}

void NewestWins::cancel()
{
    m_token.cancel();
    ++m_number;
    m_busy = false;
}

} // namespace ccad
