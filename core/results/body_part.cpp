// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/common_modules.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

/// Terms of PS3.16 Annex L for parts of which a body has one.
bool isUnpaired(const QString& part)
{
    static constexpr std::array<const char*, 40> parts = {"ABDOMEN",
                                                          "ABDOMENPELVIS",
                                                          "AORTA",
                                                          "BACK",
                                                          "BLADDER",
                                                          "BRAIN",
                                                          "CHEST",
                                                          "CHESTABDOMEN",
                                                          "CHESTABDPELVIS",
                                                          "COCCYX",
                                                          "COLON",
                                                          "CSPINE",
                                                          "CTSPINE",
                                                          "ESOPHAGUS",
                                                          "HEAD",
                                                          "HEADNECK",
                                                          "HEART",
                                                          "JAW",
                                                          "LIVER",
                                                          "LSPINE",
                                                          "LSSPINE",
                                                          "MEDIASTINUM",
                                                          "NECK",
                                                          "NECKCHEST",
                                                          "NECKCHESTABDOMEN",
                                                          "NECKCHESTABDPELV",
                                                          "NOSE",
                                                          "PANCREAS",
                                                          "PELVIS",
                                                          "SKULL",
                                                          "SPINE",
                                                          "SPLEEN",
                                                          "SSPINE",
                                                          "STERNUM",
                                                          "STOMACH",
                                                          "THYMUS",
                                                          "TLSPINE",
                                                          "TRACHEA",
                                                          "TSPINE",
                                                          "WHOLEBODY"};
    return std::any_of(parts.begin(), parts.end(),
                       [&part](const char* one) { return part == QLatin1String(one); });
}

} // namespace

void addBodyPart(ValueWriter& dataset, const FilmSource& film)
{
    const QString part = film.bodyPart.isEmpty() ? u"CHEST"_s : film.bodyPart;
    dataset.text(DCM_BodyPartExamined, part);
    if (!isUnpaired(part) && !dataset.item().tagExists(DCM_ImageLaterality))
        dataset.text(DCM_Laterality, film.laterality);
}

} // namespace ccad::results
