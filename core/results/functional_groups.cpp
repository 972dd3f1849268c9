// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/functional_groups.h"

#include "core/results/internal/bulk_values.h"
#include "core/results/internal/common_modules.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

void addDimension(ValueWriter& dataset, const ObjectRequest& request, ObjectKind kind,
                  const FrameDimension& dimension)
{
    const QString uid = request.uids.uid(nameOf(kind).toLatin1(), "dimension");
    dataset.addItem(DCM_DimensionOrganizationSequence,
                    [&uid](ValueWriter& item) { item.text(DCM_DimensionOrganizationUID, uid); });
    dataset.addItem(DCM_DimensionIndexSequence, [&](ValueWriter& item) {
        addPointer(item, DCM_DimensionIndexPointer, dimension.index);
        addPointer(item, DCM_FunctionalGroupPointer, dimension.group);
        item.text(DCM_DimensionOrganizationUID, uid);
        item.text(DCM_DimensionDescriptionLabel, dimension.label);
    });
}

void addFrameContent(ValueWriter& frame, int number)
{
    frame.addItem(DCM_FrameContentSequence, [number](ValueWriter& item) {
        item.longs(DCM_DimensionIndexValues, {static_cast<Uint32>(number)});
    });
}

void addDerivationImage(ValueWriter& group, const FilmSource& film, const Code& code)
{
    group.addItem(DCM_DerivationImageSequence, [&](ValueWriter& item) {
        item.code(DCM_DerivationCodeSequence, code);
        addSourceImage(item, film);
    });
}

void addContentIdentification(ValueWriter& dataset, const char* label, const QString& description)
{
    dataset.text(DCM_ContentLabel, label);
    dataset.text(DCM_ContentDescription, description);
    dataset.empty(DCM_ContentCreatorName);
}

Code thorax()
{
    return {u"816094009"_s, u"SCT"_s, u"Chest"_s};
}

} // namespace ccad::results
