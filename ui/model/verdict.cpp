// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/internal/verdict.h"

#include "ui/widgets/sentence_list.h"

#include <QCoreApplication>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Verdict", text);
}

} // namespace

void showVerdict(SentenceList& list, const AuditMark& audit)
{
    list.clear();
    switch (audit.verdict) {
    case AuditMark::Verdict::Red:
        return list.addError(audit.sentence); // says so itself, wherever it stands
    case AuditMark::Verdict::Amber:
        return list.addWarning(tr("Shortcut audit: amber. %1").arg(audit.sentence));
    case AuditMark::Verdict::Green:
        return list.addInformation(tr("Shortcut audit: green. %1").arg(audit.sentence));
    case AuditMark::Verdict::NotAudited:
        return list.addInformation(tr("Nobody has audited this model for shortcuts yet."));
    }
}

} // namespace ccad
