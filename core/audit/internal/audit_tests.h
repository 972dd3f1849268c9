// SPDX-License-Identifier: GPL-3.0-or-later
// The questions that an audit puts to the images of a data set.
#pragma once

#include "core/audit/internal/audit_images.h"

namespace ccad {

/// Images that were looked at, with the name of each one's class.
struct AuditedSet
{
    const std::vector<AuditedImage>& images;
    const std::vector<QString>& classes;
    std::uint64_t seed = 1;
};

/// Can the class be told from what is left of the pictures, or from their facts?
void addClassTests(const AuditedSet& set, bool hasLungs, AuditReport& report);
/// Can the source be told from the features? Sources with few images are left out and named.
void addSourceTest(const AuditedSet& set, AuditReport& report);
/// Within each source: what facts tell, and the model's own answers where it knows the classes.
/// Sources in which neither could be tested are named.
void addSourceResults(const AuditedSet& set, const ModelManifest& manifest, bool knowsClasses,
                      AuditReport& report);
[[nodiscard]] MarkerTest markerTest(const std::vector<AuditedImage>& images);

} // namespace ccad
