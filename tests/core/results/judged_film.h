// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_objects.h"
#include "tests/support/dicom_writer.h"

#include <functional>

class DcmDataset;

namespace ccad::test {

/// What a film is like that objects are made of.
struct FilmKind
{
    int columns = 96;
    int rows = 64;
    int bits = 12;
    bool isMonochrome1 = false;
    const char* sopClassUid = nullptr; ///< null: digital X-ray
    const char* modality = "DX";
    QByteArray charset; ///< Specific Character Set, or empty
    QByteArray patientName = "CCAD^TEST"; ///< in that character set
    std::function<void(DcmDataset&)> tags; ///< further ones
};

/// The bytes of a chest film of that kind, with all that a hospital's film has of patient and
/// study.
[[nodiscard]] QByteArray filmBytes(const FilmKind& kind);

/// A film and what a made-up model says of it, with all that a request refers to.
class JudgedChest
{
public:
    explicit JudgedChest(const FilmKind& kind = {}, int label = 0);

    /// The film as it is shown at first, with lungs. Fails the program on an error.
    [[nodiscard]] results::ResultObject make(results::ObjectKind kind) const;
    [[nodiscard]] results::ResultObject make(results::ObjectKind kind,
                                             const results::ShownAs& shown) const;

    QByteArray bytes; ///< of the film
    results::FilmSource film;
    results::FilmResult result;
    Radiograph radiograph;
    LungMask lungs;
};

/// Makes the object of that kind; the error goes to the caller.
[[nodiscard]] Result<results::ResultObject> makeObject(results::ObjectKind kind,
                                                       const results::ObjectRequest& request);

/// Three classes with a class map each; the label's map has one bright place, at 0.7, 0.6 of the
/// film.
[[nodiscard]] results::FilmResult threeClasses(int label);

} // namespace ccad::test
