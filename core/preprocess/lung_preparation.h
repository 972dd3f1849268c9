// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

class QJsonObject;

namespace ccad {

class JsonFields;

/// How a network's picture is cropped and blanked by the lungs, and how its greys are harmonised. A
/// recipe fixes it, a package keeps it, and prediction repeats it.
struct LungPreparation
{
    /// Lungs: only the box around both lungs, with a margin, is fitted to the input; the whole
    /// picture if they are not found.
    enum class Crop
    {
        None,
        Lungs
    };
    /// Equalise: equalises the histogram of what is seen of the picture, after crop and fit; the
    /// black beside a letterboxed picture stays out of it. Lungs: equalises by the histogram of the
    /// lungs' pixels, LungRanks: each grey becomes its mid-rank among them; of all pixels if the
    /// lungs are not found (core/preprocess/harmonise.h).
    enum class Harmonise
    {
        None,
        Equalise,
        Lungs,
        LungRanks
    };
    /// Applied after harmonising. Blank: what lies outside the lungs' outlines becomes mid grey;
    /// BlankHulls: what lies outside their convex hulls. Without effect if the lungs are not found.
    enum class Outside
    {
        Keep,
        Blank,
        BlankHulls
    };

    Crop crop = Crop::None;
    /// Margin all round, 0..1, as a share of the longer side of the lungs' box; used with
    /// Crop::Lungs alone.
    double margin = 0.15;
    Harmonise harmonise = Harmonise::None;
    Outside outside = Outside::Keep;

    [[nodiscard]] bool needsLungs() const
    {
        return crop == Crop::Lungs || countsLungs() || outside != Outside::Keep;
    }
    /// True if the greys depend on which pixels are lung.
    [[nodiscard]] bool countsLungs() const
    {
        return harmonise == Harmonise::Lungs || harmonise == Harmonise::LungRanks;
    }

    bool operator==(const LungPreparation&) const = default;
};

/// "none", "lungs"; nothing for another name.
[[nodiscard]] QString cropName(LungPreparation::Crop crop);
[[nodiscard]] std::optional<LungPreparation::Crop> cropByName(const QString& name);
/// "none", "equalise", "lungs", "lung-ranks".
[[nodiscard]] QString harmoniseName(LungPreparation::Harmonise harmonise);
[[nodiscard]] std::optional<LungPreparation::Harmonise> harmoniseByName(const QString& name);
/// "keep", "blank", "blank-hulls".
[[nodiscard]] QString outsideName(LungPreparation::Outside outside);
[[nodiscard]] std::optional<LungPreparation::Outside> outsideByName(const QString& name);

/// Adds the keys "crop" and "crop_margin", "harmonise" and "outside" to a spec or a recipe, each
/// only if it is set: a preparation without them is written as before the keys existed.
void writeLungPreparation(const LungPreparation& preparation, QJsonObject& json);
/// A missing key has its default, but a crop without a margin dates from when all margins were
/// 0.06.
[[nodiscard]] LungPreparation readLungPreparation(JsonFields& fields);

} // namespace ccad
