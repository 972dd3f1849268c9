// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/internal/dicom_values.h"
#include "core/results/result_objects.h"

namespace ccad::results {

// What the multi-frame objects that are made of a film have in common (PS3.3 C.7.6.16, C.7.6.17).

/// The one dimension along which frames are counted: the attribute `index` of the functional group
/// `group`.
struct FrameDimension
{
    DcmTagKey index;
    DcmTagKey group;
    const char* label = nullptr;
};
/// Multi-frame Dimension Module; the organization's UID follows from the object.
void addDimension(ValueWriter& dataset, const ObjectRequest& request, ObjectKind kind,
                  const FrameDimension& dimension);

/// Frame Content of a frame: its number along the dimension, from 1.
void addFrameContent(ValueWriter& frame, int number);

/// Derivation Image: made of the film in the way of `code`.
void addDerivationImage(ValueWriter& group, const FilmSource& film, const Code& code);

/// Content Identification without the number of the instance.
void addContentIdentification(ValueWriter& dataset, const char* label, const QString& description);

/// The chest: 816094009 SCT, as the standard has it by now; editions before had 51185008.
[[nodiscard]] Code thorax();

} // namespace ccad::results
