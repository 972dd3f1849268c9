// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Holds Pixel Representation against the samples, once their bits are settled. Where the highest
/// bit changes from one neighbour to the next, a sign that the file is wrong about makes a step of
/// nearly the whole range. A grey frame in which nearly all such steps are small in the other
/// representation is read in that one, with a note; any doubt leaves it as the file says.
void settleSign(Frame& frame);

} // namespace ccad::imaging
