// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/worklist_order.h"

#include <QCoreApplication>
#include <QVariant>

namespace ccad {

[[nodiscard]] QString columnTitle(WorklistColumn column);
[[nodiscard]] QString columnHelp(WorklistColumn column); ///< for the tool tip of its title

/// What the cells of a worklist say.
class WorklistCells
{
    Q_DECLARE_TR_FUNCTIONS(WorklistCells)
public:
    /// `hideNames` as in WorklistQuery. The job must outlive this object.
    WorklistCells(const ScreeningJob& job, bool hideNames) : m_job(job), m_hideNames(hideNames) { }

    [[nodiscard]] QString text(const WorklistRow& row, WorklistColumn column) const;
    /// 0..1, of probability or urgency; invalid: none.
    [[nodiscard]] static QVariant fraction(const WorklistRow& row, WorklistColumn column);
    [[nodiscard]] QString toolTip(const WorklistRow& row, WorklistColumn column) const;
    /// The whole row in words, for a screen reader.
    [[nodiscard]] QString spokenText(const WorklistRow& row) const;

private:
    const ScreeningJob& m_job;
    bool m_hideNames;
};

} // namespace ccad
