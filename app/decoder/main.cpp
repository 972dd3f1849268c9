// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_folders.h"
#include "core/deidentification/text_search.h"
#include "core/isolation/decoder.h"
#include "core/lungs/preprocessor_for.h"
#include "core/nodes/answers_json.h"
#include "core/nodes/query_dataset.h"
#include "core/nodes/received_object.h"
#include "core/results/film_source.h"
#include "core/results_reading/read_object.h"
#include "core/weights/foreign_weights.h"

#include <array>

int main()
{
    using ccad::ForeignKind;
    constexpr std::array<ccad::ForeignReader, 8> readers{
        {{ForeignKind::FilmHeader, ccad::results::readFilmTexts},
         {ForeignKind::ResultObject, ccad::results::readObjectBytes},
         {ForeignKind::Weights, ccad::readWeightBytes},
         {ForeignKind::BurnedInText, ccad::searchTextBytes},
         {ForeignKind::ObjectIdentity, ccad::readObjectIdentity},
         {ForeignKind::QueryAnswers, ccad::readQueryAnswers},
         {ForeignKind::QueryAnswersInJson, ccad::readAnswersInJson},
         {ForeignKind::StoredObjects, ccad::readStoredInJson}}};
    ccad::keepFilesPrivate();
    return ccad::serveAsDecoder(
        [](const ccad::PreprocessSpec& spec, const QString& lungFolder) {
            return ccad::preprocessorFor(spec, lungFolder);
        },
        readers);
}
