// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/statistics/wilson.h"
#include "core/worklist/journal.h"

#include <vector>

namespace ccad {

/// What the reader said about some findings.
struct AgreementCounts
{
    qint64 agree = 0;
    qint64 disagree = 0;
    qint64 unsure = 0;

    [[nodiscard]] qint64 read() const { return agree + disagree + unsure; }
    /// The share that the reader agreed with, of the findings of which the reader was sure, with
    /// its 95 % interval (Wilson). NaN when there is none.
    [[nodiscard]] Interval share() const;
};

/// How often the reader of a worklist agreed with the model.
struct Agreement
{
    qint64 findings = 0; ///< rows with a finding, read or not
    AgreementCounts all;
    AgreementCounts positive; ///< findings that the model called positive
    AgreementCounts negative; ///< findings that the model did not call positive
    std::vector<AgreementCounts> byLabel; ///< in the order of the job's classes
};

[[nodiscard]] Result<Agreement> agreementIn(const Journal& journal);

} // namespace ccad
