// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_objects.h"

namespace ccad::results {

// The functions of the table in result_objects.cpp; see ObjectMaker::make.

[[nodiscard]] Result<ResultObject> makeFilm(const ObjectRequest& request);
[[nodiscard]] Result<ResultObject> makeStructuredReport(const ObjectRequest& request);
[[nodiscard]] Result<ResultObject> makeSecondaryCapture(const ObjectRequest& request);
[[nodiscard]] Result<ResultObject> makePresentationState(const ObjectRequest& request);
[[nodiscard]] Result<ResultObject> makeParametricMap(const ObjectRequest& request);
[[nodiscard]] Result<ResultObject> makeSegmentation(const ObjectRequest& request);
[[nodiscard]] Result<ResultObject> makePdf(const ObjectRequest& request);

} // namespace ccad::results
