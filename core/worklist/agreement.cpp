// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/agreement.h"

namespace ccad {

namespace {

void add(AgreementCounts& counts, Verdict verdict, qint64 count)
{
    switch (verdict) {
    case Verdict::None:
        break;
    case Verdict::Agree:
        counts.agree += count;
        break;
    case Verdict::Disagree:
        counts.disagree += count;
        break;
    case Verdict::Unsure:
        counts.unsure += count;
        break;
    }
}

} // namespace

Interval AgreementCounts::share() const
{
    return wilsonInterval(static_cast<int>(agree), static_cast<int>(agree + disagree));
}

Result<Agreement> agreementIn(const Journal& journal)
{
    const auto counts = journal.counts();
    if (!counts)
        return counts.error();
    const auto verdicts = journal.verdictCounts();
    if (!verdicts)
        return verdicts.error();
    Agreement agreement;
    agreement.findings = counts->ok;
    agreement.byLabel.resize(std::size_t(journal.job().classes.size()));
    for (const Journal::VerdictCount& verdict : *verdicts) {
        add(agreement.all, verdict.verdict, verdict.count);
        add(verdict.positive ? agreement.positive : agreement.negative, verdict.verdict,
            verdict.count);
        if (verdict.label >= 0 && std::size_t(verdict.label) < agreement.byLabel.size())
            add(agreement.byLabel[std::size_t(verdict.label)], verdict.verdict, verdict.count);
    }
    return agreement;
}

} // namespace ccad
