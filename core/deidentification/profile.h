// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFlags>

namespace ccad {

/// The options of DICOM PS3.15 Annex E beside its Basic Profile, which always applies.
enum class DeidOption : unsigned
{
    RetainSafePrivate = 1U << 0,
    RetainUids = 1U << 1,
    RetainDeviceIdentity = 1U << 2,
    RetainInstitutionIdentity = 1U << 3,
    RetainPatientCharacteristics = 1U << 4,
    RetainFullDates = 1U << 5, ///< never together with RetainModifiedDates
    RetainModifiedDates = 1U << 6, ///< all dates of a patient moved by the same number of days
    CleanDescriptors = 1U << 7,
    CleanStructuredContent = 1U << 8,
    CleanGraphics = 1U << 9,
};
Q_DECLARE_FLAGS(DeidOptions, DeidOption)
Q_DECLARE_OPERATORS_FOR_FLAGS(DeidOptions)

/// What is done with an attribute.
enum class DeidAction
{
    Remove, ///< X
    Empty, ///< Z: no value, or a pseudonym where one is known
    Dummy, ///< D: a value that says nothing and fits the VR
    NewUid, ///< U: another UID, the same for the same one
    Keep, ///< K
    Clean, ///< C: what tells nothing about a person stays
    Screen, ///< the table does not list it: kept where it holds nothing that tells who it is about
};

} // namespace ccad
