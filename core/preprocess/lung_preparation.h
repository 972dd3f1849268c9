// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

class QJsonObject;

namespace ccad {

class JsonFields;

/// What a network is shown of a picture by where the lungs are, and how the greys of pictures are
/// made alike. A recipe fixes it, a package keeps it, and prediction repeats it.
struct LungPreparation
{
    /// Lungs: only the box around both lungs, with a margin, is fitted to the input; where they are
    /// not found, the whole picture.
    enum class Crop
    {
        None,
        Lungs
    };
    /// Equalise: the histogram of what is seen of the picture, after crop and fit, is equalised;
    /// the black beside a letterboxed picture stays out of it. Lungs: likewise, by the histogram of
    /// the lungs' pixels; where they are not found, by that of all (core/preprocess/harmonise.h).
    enum class Harmonise
    {
        None,
        Equalise,
        Lungs
    };
    /// Blank: after that, what lies outside the lungs' outlines becomes mid grey; BlankHulls:
    /// outside their convex hulls; nothing does where the lungs are not found.
    enum class Outside
    {
        Keep,
        Blank,
        BlankHulls
    };

    Crop crop = Crop::None;
    /// All round, 0..1, a share of the longer side of the lungs' box; it has a meaning with
    /// Crop::Lungs alone.
    double margin = 0.15;
    Harmonise harmonise = Harmonise::None;
    Outside outside = Outside::Keep;

    [[nodiscard]] bool needsLungs() const
    {
        return crop == Crop::Lungs || harmonise == Harmonise::Lungs || outside != Outside::Keep;
    }

    bool operator==(const LungPreparation&) const = default;
};

/// "none", "lungs"; nothing for another name.
[[nodiscard]] QString cropName(LungPreparation::Crop crop);
[[nodiscard]] std::optional<LungPreparation::Crop> cropByName(const QString& name);
/// "none", "equalise", "lungs".
[[nodiscard]] QString harmoniseName(LungPreparation::Harmonise harmonise);
[[nodiscard]] std::optional<LungPreparation::Harmonise> harmoniseByName(const QString& name);
/// "keep", "blank", "blank-hulls".
[[nodiscard]] QString outsideName(LungPreparation::Outside outside);
[[nodiscard]] std::optional<LungPreparation::Outside> outsideByName(const QString& name);

/// Adds the keys "crop" and "crop_margin", "harmonise" and "outside" to a spec or a recipe, each
/// only where it is set: what has none of them is written as before there were any.
void writeLungPreparation(const LungPreparation& preparation, QJsonObject& json);
/// A key that is not there has its default; but a crop without a margin comes from a time when all
/// margins were 0.06.
[[nodiscard]] LungPreparation readLungPreparation(JsonFields& fields);

} // namespace ccad
