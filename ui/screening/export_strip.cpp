// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/export_strip.h"

#include "ui/screening/internal/export_menu.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QProgressBar>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString wordsOn(const ExportMenu::Step& step)
{
    return ExportStrip::tr("Writing the export, row %1 of %2").arg(step.done).arg(step.total);
}

} // namespace

ExportStrip::ExportStrip(ExportMenu& exports, QWidget* parent)
    : QWidget(parent), m_exports(exports), m_text(makeTextLabel({}, "text", this)),
      m_bar(new QProgressBar(this)),
      m_cancel(makeButton(tr("Cancel &Export"), "close", this, "cancelExport"))
{
    setAccessibleName(tr("Progress of the export"));
    m_text->setObjectName(u"exportProgress"_s);
    // Room for its longest words, so that nothing moves while numbers grow.
    m_text->setWordWrap(false);
    m_text->setMinimumWidth(m_text->fontMetrics().horizontalAdvance(wordsOn({999999, 999999})));
    m_bar->setAccessibleName(tr("Progress of the export"));
    m_bar->setTextVisible(false);
    m_cancel->setToolTip(tr("Ends now; what has been written stays"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::small, spacing::large, spacing::small);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_text);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, &m_exports, &ExportMenu::cancel);
    connect(&m_exports, &ExportMenu::stateChanged, this, &ExportStrip::update);
    connect(&m_exports, &ExportMenu::progressed, this, &ExportStrip::update);
    update();
}

void ExportStrip::update()
{
    const RunState state = m_exports.state();
    const ExportMenu::Step step = m_exports.progress();
    const bool isCancelling = state == RunState::Cancelling;
    const QString text = isCancelling ? tr("Cancelling the export…")
        : step.total > 0              ? wordsOn(step)
                                      : tr("Writing the export…");
    setPlainText(m_text, text);
    m_bar->setRange(0, int(step.total));
    m_bar->setValue(int(step.done));
    m_cancel->setEnabled(!isCancelling);
    setVisible(state != RunState::Idle);
}

} // namespace ccad
