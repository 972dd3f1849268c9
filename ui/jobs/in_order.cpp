// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/in_order.h"

namespace ccad {

InOrder::InOrder(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

InOrder::~InOrder()
{
    m_pool.waitForDone();
}

} // namespace ccad
