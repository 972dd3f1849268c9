// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/internal/audit_colour.h"

#include "ui/widgets/sentence_list.h"

#include <QCoreApplication>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Verdict", text);
}

} // namespace

void showAuditColour(SentenceList& list, const AuditSummary& audit)
{
    list.clear();
    switch (audit.colour) {
    case AuditSummary::Colour::Red:
        return list.addError(audit.sentence); // says so itself, wherever it stands
    case AuditSummary::Colour::Amber:
        return list.addWarning(tr("Shortcut audit: amber. %1").arg(audit.sentence));
    case AuditSummary::Colour::Green:
        return list.addInformation(tr("Shortcut audit: green. %1").arg(audit.sentence));
    case AuditSummary::Colour::NotAudited:
        return list.addInformation(tr("Nobody has audited this model for shortcuts yet."));
    }
}

} // namespace ccad
