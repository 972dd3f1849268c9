// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/deidentification/deid_fixture.h"

namespace ccad::test {

inline constexpr auto secret = "WONDERLAND^ALICE";

/// A film of somebody, with what a hospital writes.
inline QByteArray filmOfAlice(const std::function<void(DcmDataset&)>& more = {},
                              const QByteArray& syntax = "1.2.840.10008.1.2.1")
{
    return film(
        [&](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientName, secret);
            dataset.putAndInsertString(DCM_PatientID, "MRN4711");
            dataset.putAndInsertString(DCM_PatientBirthDate, "19570312");
            dataset.putAndInsertString(DCM_StudyDate, "20240301");
            dataset.putAndInsertString(DCM_StudyTime, "101500");
            dataset.putAndInsertString(DCM_InstitutionName, "Looking Glass Hospital");
            dataset.putAndInsertString(DCM_Manufacturer, "ACME");
            if (more)
                more(dataset);
        },
        syntax);
}

} // namespace ccad::test
